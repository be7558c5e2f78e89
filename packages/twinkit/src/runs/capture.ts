import { createHash } from "node:crypto";
import {
  formatReplayLine,
  type LedgerEntry,
  REPLAY_LINE_BYTES_MAX,
  type ReplayEntry,
  type ReplayHeader,
  type ReplayTrailer,
} from "@twinkit-pro/contracts";
import type { CaptureSink } from "./capture-sink.ts";

/** Kept free for the trailer: a capture that is full can still be closed. */
const TRAILER_BYTES_MAX = 1024;

/** An exchange as the ledger has it; the capture numbers it anew. */
export type CapturedEntry = LedgerEntry & Pick<ReplayEntry, "preceded_by" | "settings">;

/** The bundle of a run as it grows: header at once, each exchange as it happens, the trailer at the end. Never throws but at the start. */
export class Capture {
  readonly sink: CaptureSink;
  entries = 0;
  /** Exchanges that took place and are not kept. */
  dropped = 0;
  /** Why exchanges were dropped, or null. */
  problem: string | null = null;
  /** Whether a write failed; a capture that is merely full has not failed. */
  hasFailed = false;
  readonly #hash = createHash("sha256");

  /** @throws what the sink throws for the header */
  constructor(header: ReplayHeader, sink: CaptureSink) {
    this.sink = sink;
    this.#put(formatReplayLine(header));
  }

  add(entry: CapturedEntry): void {
    if (this.hasFailed) {
      this.dropped += 1;
      return;
    }
    const line = lineOf({ ...entry, seq: this.entries + 1 });
    if (line === null) return this.#drop(`an exchange is longer than the ${REPLAY_LINE_BYTES_MAX} bytes of a line`);
    if (!this.sink.hasRoom(Buffer.byteLength(line) + TRAILER_BYTES_MAX)) {
      return this.#drop(`the capture is full at ${this.sink.size} bytes`);
    }
    if (this.#tryToPut(line)) this.entries += 1;
    else this.dropped += 1;
  }

  trailer(finishedAt: string): ReplayTrailer {
    return { entries: this.entries, dropped: this.dropped, finished_at: finishedAt };
  }

  /** Writes the trailer and closes. @returns the digest of the whole capture; null where the trailer could not be written */
  async finish(finishedAt: string): Promise<string | null> {
    const isWhole = this.#tryToPut(formatReplayLine(this.trailer(finishedAt)));
    try {
      await this.sink.close();
    } catch (error) {
      this.#fail(error);
    }
    return isWhole ? this.#hash.digest("hex") : null;
  }

  #drop(problem: string): void {
    this.dropped += 1;
    this.problem ??= `${problem}; from then on exchanges count as dropped.`;
  }

  #tryToPut(line: string): boolean {
    try {
      this.#put(line);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    this.hasFailed = true;
    this.problem = error instanceof Error ? error.message : String(error);
  }

  #put(line: string): void {
    this.sink.write(line);
    this.#hash.update(`${line}\n`);
  }
}

/** A line that the format allows: one that is too long goes without bodies, else not at all. */
function lineOf(entry: ReplayEntry): string | null {
  const line = formatReplayLine(entry);
  if (fits(line)) return line;
  const request = { ...entry.request, body: "", truncated: true };
  const response = { ...entry.response, body: "", truncated: true };
  const short = formatReplayLine({ ...entry, request, response });
  return fits(short) ? short : null;
}

/** A UTF-16 unit takes three bytes of UTF-8 at most. */
function fits(line: string): boolean {
  return line.length * 3 <= REPLAY_LINE_BYTES_MAX || Buffer.byteLength(line) <= REPLAY_LINE_BYTES_MAX;
}
