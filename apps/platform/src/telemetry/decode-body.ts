import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { PlatformError } from "../errors/platform-error.ts";
import { readBody } from "../http/read-body.ts";
import { INGEST_BODY_BYTES_MAX, INGEST_DECODED_BYTES_MAX } from "./limits.ts";

const inflate = promisify(gunzip);

/**
 * A batch's bytes, plain or gzip, within both caps.
 *
 * @throws {PlatformError} `unsupported_content_encoding`, `body_too_large`, `invalid_body`
 */
export async function decodeBody(request: Request): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity") return readBody(request, INGEST_BODY_BYTES_MAX);
  if (encoding !== "gzip") {
    throw new PlatformError("unsupported_content_encoding", "A batch is sent plain or with content-encoding gzip.", {
      headers: { "accept-encoding": "gzip" },
    });
  }
  return decompress(await readBody(request, INGEST_BODY_BYTES_MAX));
}

async function decompress(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await inflate(bytes, { maxOutputLength: INGEST_DECODED_BYTES_MAX });
  } catch (error) {
    if (error instanceof RangeError) {
      const message = `The batch is larger than ${INGEST_DECODED_BYTES_MAX} bytes once decompressed. Send fewer events at once.`;
      throw new PlatformError("body_too_large", message);
    }
    throw new PlatformError("invalid_body", "The body is not gzip, as its content-encoding header says.");
  }
}
