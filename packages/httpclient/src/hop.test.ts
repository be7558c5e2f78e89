import fc from "fast-check";
import { expect, test } from "vitest";
import { firstHop } from "./hop.ts";
import { HttpClientError } from "./http-client-error.ts";
import type { HttpRequest } from "./http-request.ts";

function codeOf(request: HttpRequest): string {
  try {
    firstHop(request, "agent");
    return "sent";
  } catch (error) {
    return error instanceof HttpClientError ? error.code : String(error);
  }
}

test.each([
  "",
  "/path",
  "example.com",
  "http://",
  "http://a b/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "data:,x",
])("%j is no URL to request", (url) => {
  expect(codeOf({ method: "GET", url })).toBe("invalid_url");
});

test.each(["", "GET ", "G\r\nT", "CONNECT", "GÉT", "X".repeat(40)])("%j is no method to send", (method) => {
  expect(codeOf({ method, url: "http://example.com/" })).toBe("invalid_request");
});

test.each([
  ["host", "other.test"],
  ["Content-Length", "5"],
  ["Transfer-Encoding", "chunked"],
  ["Connection", "close"],
  ["", "value"],
  ["two words", "value"],
  ["x-a", "snow☃man"],
])("header %j: %j cannot be sent", (name, value) => {
  expect(codeOf({ method: "GET", url: "http://example.com/", headers: { [name]: value } })).toBe("invalid_request");
});

test("no header can smuggle another line", () => {
  const breaking = fc.constantFrom("\r", "\n", "\0", "\x7f");
  fc.assert(
    fc.property(fc.string(), breaking, fc.string(), (before, control, after) => {
      const value = `${before}${control}${after}`;
      const url = "http://example.com/";
      expect(codeOf({ method: "GET", url, headers: { "x-a": value } })).toBe("invalid_request");
      expect(codeOf({ method: "GET", url, headers: { [`x${value}`]: "a" } })).toBe("invalid_request");
    }),
  );
});

test("the caller's URL object stays as it was", () => {
  const url = new URL("http://user:secret@example.com/#part");
  firstHop({ method: "GET", url }, "agent");
  expect(url.href).toBe("http://user:secret@example.com/#part");
});

test("user information that is not valid percent-encoding is taken as it stands", () => {
  const { headers } = firstHop({ method: "GET", url: "http://us%er:%zz@example.com/" }, "agent");
  expect(headers["authorization"]).toBe(`Basic ${Buffer.from("us%er:%zz").toString("base64")}`);
});
