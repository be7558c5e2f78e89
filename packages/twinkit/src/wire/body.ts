/** Raised while a body is read that is longer than allowed. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

const EMPTY = new Uint8Array(0);

/**
 * Reads a body whole.
 * @throws BodyTooLargeError as soon as more than `maxBytes` have arrived.
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.method === "GET" || request.method === "HEAD") return EMPTY;
  const declared = Number(request.headers.get("content-length") ?? "NaN");
  if (declared === 0) return EMPTY;
  if (declared > maxBytes) throw new BodyTooLargeError(`${declared} bytes declared, ${maxBytes} allowed`);
  // A declared length is enforced by the HTTP parser, so the short way cannot read more than was checked.
  if (Number.isInteger(declared)) return new Uint8Array(await request.arrayBuffer());
  if (request.body === null) return EMPTY;
  return readStream(request.body, maxBytes);
}

async function readStream(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new BodyTooLargeError(`more than ${maxBytes} bytes sent`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
