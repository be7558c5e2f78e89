import { createReadStream } from "node:fs";
import type { RecordLog } from "@twinkit-pro/persist";

/** Where the lines of a capture go. */
export interface CaptureSink {
  /** Null for memory. */
  readonly path: string | null;
  /** Bytes of whole lines. */
  readonly size: number;
  /** Takes a line without its line break. @throws where it cannot; nothing of the line was kept then */
  readonly write: (line: string) => void;
  /** Whether so many bytes more may be kept. */
  readonly hasRoom: (bytes: number) => boolean;
  /** The bytes up to now. */
  readonly read: () => AsyncIterable<Uint8Array>;
  /** Nothing is written after this. */
  readonly close: () => Promise<void>;
}

/** Most bytes that the captures kept in memory by one twin may hold. */
export const RUN_MEMORY_BYTES_MAX = 64 * 1024 * 1024;
/** Largest capture on the disk; what comes after it counts as dropped. */
export const RUN_FILE_BYTES_MAX = 1024 * 1024 * 1024;

/** Bytes that all captures in memory share. */
export interface MemoryBudget {
  used: number;
  readonly max: number;
}

/** Keeps a capture in memory. `forget` gives its bytes back. */
export class MemorySink implements CaptureSink {
  readonly path = null;
  readonly #budget: MemoryBudget;
  #lines: Buffer[] = [];
  #size = 0;

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  get size(): number {
    return this.#size;
  }

  readonly write = (line: string): void => {
    const bytes = Buffer.from(`${line}\n`);
    this.#lines.push(bytes);
    this.#size += bytes.length;
    this.#budget.used += bytes.length;
  };

  readonly hasRoom = (bytes: number): boolean => this.#budget.used + bytes <= this.#budget.max;

  readonly read = (): AsyncIterable<Uint8Array> => {
    const lines = this.#lines.slice();
    return {
      async *[Symbol.asyncIterator]() {
        yield* lines;
      },
    };
  };

  readonly close = async (): Promise<void> => undefined;

  forget(): void {
    this.#budget.used -= this.#size;
    this.#lines = [];
    this.#size = 0;
  }
}

/** Keeps a capture on the disk, as it happens. */
export function fileSink(log: RecordLog, bytesMax = RUN_FILE_BYTES_MAX): CaptureSink {
  return {
    path: log.path,
    get size() {
      return log.size;
    },
    write: (line) => log.write(line),
    hasRoom: (bytes) => log.size + bytes <= bytesMax,
    read: () => readFileStart(log.path, log.size),
    close: () => log.close(),
  };
}

/** The first bytes of a file that may be growing. */
function readFileStart(path: string, bytes: number): AsyncIterable<Uint8Array> {
  return createReadStream(path, { start: 0, end: bytes - 1 }) as AsyncIterable<Uint8Array>;
}
