/** The first chunk of a store; each further one is twice as large, up to the largest. */
const CHUNK_BYTES_MIN = 32 * 1024;
const CHUNK_BYTES_MAX = 512 * 1024;
/** Most bytes that UTF-8 takes for a UTF-16 code unit. */
const UTF8_BYTES_MAX = 3;
/** Empty chunks kept for what comes next. */
const SPARE_CHUNKS_MAX = 2;

interface Chunk {
  readonly bytes: Buffer;
  /** Texts in it that somebody still wants. */
  live: number;
}

/** Where a text lies. */
export interface StoredText {
  readonly chunk: Chunk;
  readonly start: number;
  readonly length: number;
}

/**
 * Texts outside of the engine's heap, for what is kept for a while by the thousand and mostly never read: on the heap the
 * collector would copy each of them twice before it is old, and then have to find out that it is dead.
 */
export class TextStore {
  #chunk: Chunk | null = null;
  #used = 0;
  #spare: Chunk[] = [];

  put(text: string): StoredText {
    let chunk = this.#chunk;
    if (chunk === null || !this.#fits(text, chunk)) chunk = this.#nextChunk(Buffer.byteLength(text));
    const start = this.#used;
    const length = chunk.bytes.write(text, start, "utf8");
    this.#used += length;
    chunk.live += 1;
    return { chunk, start, length };
  }

  /** The text; only until it is released. */
  read({ chunk, start, length }: StoredText): string {
    return chunk.bytes.toString("utf8", start, start + length);
  }

  /** Gives the room back. To be called once. */
  release({ chunk }: StoredText): void {
    chunk.live -= 1;
    if (chunk.live > 0 || chunk === this.#chunk || this.#spare.length === SPARE_CHUNKS_MAX) return;
    this.#spare.push(chunk);
  }

  #fits(text: string, { bytes }: Chunk): boolean {
    const free = bytes.length - this.#used;
    // To count the bytes costs as much as to write them; most texts fit whatever they are made of.
    return text.length * UTF8_BYTES_MAX <= free || Buffer.byteLength(text) <= free;
  }

  #nextChunk(bytes: number): Chunk {
    if (this.#chunk?.live === 0) this.#spare.push(this.#chunk);
    this.#used = 0;
    const size = Math.min(CHUNK_BYTES_MAX, (this.#chunk?.bytes.length ?? CHUNK_BYTES_MIN / 2) * 2);
    const spare = this.#spare.pop();
    const fits = spare !== undefined && spare.bytes.length >= Math.max(bytes, size);
    this.#chunk = fits ? spare : { bytes: Buffer.allocUnsafeSlow(Math.max(bytes, size)), live: 0 };
    return this.#chunk;
  }
}
