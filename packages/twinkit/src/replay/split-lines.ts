import { REPLAY_BYTES_MAX, REPLAY_LINE_BYTES_MAX, ReplayError } from "@twinkit-pro/contracts";

const LINE_BREAK = 0x0a;

/** Bounds that a reader holds a bundle to, in bytes before compression. */
export interface ReplayBounds {
  /** @default 4 MiB */
  readonly lineBytesMax?: number;
  /** @default 1 GiB */
  readonly bytesMax?: number;
}

export interface ByteLine {
  readonly bytes: Uint8Array;
  /** Counts from 1. */
  readonly number: number;
  /** False for a last line without its line break. */
  readonly isEnded: boolean;
}

/** Cuts bytes into lines. @throws ReplayError `line_too_long`, `too_large` before more than that was kept in memory */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  { lineBytesMax = REPLAY_LINE_BYTES_MAX, bytesMax = REPLAY_BYTES_MAX }: ReplayBounds = {},
): AsyncGenerator<ByteLine> {
  let number = 1;
  let total = 0;
  let open: Uint8Array[] = [];
  let openBytes = 0;
  const keep = (part: Uint8Array): void => {
    openBytes += part.length;
    if (openBytes > lineBytesMax) {
      throw new ReplayError("line_too_long", number, `it is longer than the ${lineBytesMax} bytes a line may have.`);
    }
    open.push(part);
  };
  const take = (isEnded: boolean): ByteLine => {
    const line = { bytes: Buffer.concat(open, openBytes), number, isEnded };
    open = [];
    openBytes = 0;
    number += 1;
    return line;
  };
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > bytesMax) {
      throw new ReplayError("too_large", number, `the bundle is longer than the ${bytesMax} bytes it may have.`);
    }
    let start = 0;
    for (let end = chunk.indexOf(LINE_BREAK); end >= 0; end = chunk.indexOf(LINE_BREAK, start)) {
      keep(chunk.subarray(start, end));
      yield take(true);
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }
  if (openBytes > 0) yield take(false);
}
