import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { ERROR_TABLE } from "../errors/error-table.ts";
import { PlatformError } from "../errors/platform-error.ts";

/** Answers what is no HTTP request, and so never reaches a route, with the same error body as everything else. */
export function answerBrokenHttp(error: Error, socket: Socket): void {
  if (!socket.writable || ("code" in error && error.code === "ECONNRESET")) {
    socket.destroy();
    return;
  }
  const refusal = refusalOf("code" in error ? error.code : undefined);
  const { status } = ERROR_TABLE[refusal.code];
  const body = JSON.stringify(refusal.body());
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function refusalOf(code: unknown): PlatformError {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new PlatformError("headers_too_large", "The request's headers are too large. Send fewer or shorter ones.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new PlatformError("request_timeout", "The request did not arrive in time. Send it again.");
    default:
      return new PlatformError("bad_http", "This is not a valid HTTP/1.1 request.");
  }
}
