import { expect } from "vitest";
import { HttpClientError, type HttpClientErrorCode } from "../src/index.ts";

/** The HttpClientError that a request must end with. */
export async function expectError(request: Promise<unknown>, code: HttpClientErrorCode): Promise<HttpClientError> {
  const error = await request.then(
    () => expect.fail(`expected ${code}, but an answer came`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof HttpClientError)) throw error;
  expect(error.code, error.message).toBe(code);
  return error;
}
