import { PlatformError } from "../errors/platform-error.ts";

/**
 * Reads a request's body, at most `maxBytes` of it.
 *
 * @throws {PlatformError} `body_too_large`, `request_timeout` where the client stopped sending
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): PlatformError =>
    new PlatformError(
      "body_too_large",
      `The body is larger than the ${maxBytes} bytes allowed here. Send less at once.`,
    );
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const body: ReadableStream<Uint8Array> | null = request.body;
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const chunk of body) {
      total += chunk.byteLength;
      if (total > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError("request_timeout", "The body did not arrive whole. Send the request again.", {
      cause: error,
    });
  }
  return Buffer.concat(chunks, total);
}
