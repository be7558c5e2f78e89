import { Readable } from "node:stream";
import { constants, createGunzip } from "node:zlib";

/** Where the bytes of a bundle come from. */
export type ReplaySource = Uint8Array | string | AsyncIterable<Uint8Array>;

/** First byte of gzip (RFC 1952 section 2.3.1); no text begins with it. */
const GZIP_MAGIC = 0x1f;

/** The bytes as they were before compression; plain ones pass through. */
export async function* expand(source: ReplaySource): AsyncGenerator<Uint8Array, void> {
  const chunks = chunksOf(source);
  const first = await firstChunk(chunks);
  if (first === null) return;
  const all = rejoin(first, chunks);
  if (first[0] !== GZIP_MAGIC) {
    yield* all;
    return;
  }
  const input = Readable.from(all, { objectMode: false });
  // Cut-off input then ends early instead of failing, and gives up what it has; the missing trailer tells of it.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  input.once("error", (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } finally {
    input.destroy();
  }
}

async function* chunksOf(source: ReplaySource): AsyncGenerator<Uint8Array, void> {
  if (typeof source === "string") yield Buffer.from(source);
  else if (source instanceof Uint8Array) yield source;
  else yield* source;
}

async function firstChunk(chunks: AsyncGenerator<Uint8Array, void>): Promise<Uint8Array | null> {
  for (;;) {
    const next = await chunks.next();
    if (next.done === true) return null;
    if (next.value.length > 0) return next.value;
  }
}

async function* rejoin(first: Uint8Array, rest: AsyncGenerator<Uint8Array, void>): AsyncGenerator<Uint8Array, void> {
  yield first;
  yield* rest;
}
