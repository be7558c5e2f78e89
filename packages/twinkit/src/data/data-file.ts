import { createReadStream } from "node:fs";
import * as v from "valibot";
import { splitLines } from "../replay/split-lines.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { Count } from "../world/world-state.ts";
import { StoredChange } from "./change.ts";
import { damaged } from "./data-error.ts";
import { openLine, sealLine } from "./sealed-line.ts";

const VERSION = 1;
/** A line holds at least one entity, whatever its size; this is what one string can hold. */
const LINE_BYTES_MAX = 512 * 1024 * 1024;
const READ_BYTES = 64 * 1024;

/** The first line of each file of a world. */
const Header = v.strictObject({
  format: v.literal("wt-data"),
  version: v.literal(VERSION),
  kind: v.picklist(["base", "journal"]),
  twin: v.string(),
  twin_version: v.string(),
  world: v.string(),
  generation: Count,
  /** The flush that the content comes after (journal) or goes up to (base). */
  after: Count,
});
export type DataHeader = v.InferOutput<typeof Header>;

const AnyVersion = v.object({ format: v.literal("wt-data"), version: v.number() });
const Flush = v.strictObject({
  n: Count,
  p: Count,
  changes: v.array(StoredChange),
  end: v.exactOptional(v.literal(true)),
});

export function headerLine(header: Omit<DataHeader, "format" | "version">): string {
  return sealLine(JSON.stringify({ format: "wt-data", version: VERSION, ...header }));
}

/** What a reader of a file is told, in order. */
export interface DataReader {
  readonly header: (header: DataHeader) => void;
  /** The changes of one flush, which belong together. */
  readonly flush: (changes: readonly StoredChange[]) => void;
}

export interface DataContent {
  /** Null where not even the header is whole. */
  readonly header: DataHeader | null;
  /** The last flush that is whole. */
  readonly n: number;
  /** Bytes up to the end of it. */
  readonly bytes: number;
  /** Bytes behind it: what a crash left of a flush that was never whole. */
  readonly torn: number;
}

/**
 * Reads a file of a world. What a crash leaves at the end is passed over: a flush without its end, a line cut short, or
 * one with blocks that never reached the disk (NUL bytes). Anything else that does not fit is damage.
 * @throws TwinkitError `data_damaged` naming line and byte, `data_newer`
 */
export async function readDataFile(path: string, reader: DataReader): Promise<DataContent> {
  const stream = createReadStream(path, { highWaterMark: READ_BYTES });
  const reading = new Reading(path, reader);
  try {
    const bounds = { lineBytesMax: LINE_BYTES_MAX, bytesMax: Number.POSITIVE_INFINITY };
    for await (const line of splitLines(stream as AsyncIterable<Uint8Array>, bounds)) {
      reading.line(line.bytes, line.isEnded);
    }
  } finally {
    stream.destroy();
  }
  return reading.end();
}

class Reading {
  readonly #path: string;
  readonly #reader: DataReader;
  #header: DataHeader | null = null;
  #n = 0;
  /** The next line of an unfinished flush. */
  #p = 0;
  #changes: StoredChange[] = [];
  #number = 0;
  #offset = 0;
  #wholeBytes = 0;
  #broken: { readonly line: number; readonly offset: number } | null = null;
  #isTorn = false;

  constructor(path: string, reader: DataReader) {
    this.#path = path;
    this.#reader = reader;
  }

  line(bytes: Uint8Array, isEnded: boolean): void {
    this.#number += 1;
    const json = isEnded ? openLine(bytes) : undefined;
    if (json === undefined) {
      this.#broken ??= { line: this.#number, offset: this.#offset };
      this.#isTorn ||= !isEnded || bytes.includes(0);
    } else if (this.#broken !== null) {
      throw damaged({ path: this.#path, ...this.#broken, reason: "its checksum does not fit, and whole lines follow" });
    } else if (this.#header === null) this.#readHeader(json);
    else this.#readFlush(json);
    this.#offset += bytes.length + (isEnded ? 1 : 0);
    if (this.#broken === null && this.#changes.length === 0 && this.#p === 0) this.#wholeBytes = this.#offset;
  }

  end(): DataContent {
    if (this.#broken !== null && !this.#isTorn) {
      throw damaged({ path: this.#path, ...this.#broken, reason: "its checksum does not fit" });
    }
    return {
      header: this.#header,
      n: this.#n,
      bytes: this.#wholeBytes,
      torn: this.#offset - this.#wholeBytes,
    };
  }

  #readHeader(json: unknown): void {
    const version = v.safeParse(AnyVersion, json);
    if (version.success && version.output.version > VERSION) {
      throw new TwinkitError(
        "data_newer",
        `${this.#path} was written in version ${version.output.version} of the format; this twin reads version ${VERSION}. ` +
          "Start the newer twin that wrote it, or use another data directory.",
        { path: this.#path },
      );
    }
    const parsed = v.safeParse(Header, json);
    if (!parsed.success) throw this.#misfit("it is not the header of a world's file");
    this.#header = parsed.output;
    this.#n = parsed.output.kind === "journal" ? parsed.output.after : parsed.output.after - 1;
    this.#reader.header(parsed.output);
  }

  #readFlush(json: unknown): void {
    const parsed = v.safeParse(Flush, json);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      throw this.#misfit(`it is no part of a flush: ${v.getDotPath(issue) ?? "whole"}: ${issue.message}`);
    }
    const { n, p, changes, end } = parsed.output;
    // A flush that the disk refused half-way is written again from its beginning.
    if (p === 0) this.#changes = [];
    else if (p !== this.#p)
      throw this.#misfit(`it is part ${p} of a flush, expected was ${this.#p}: lines are missing`);
    if (n !== this.#n + 1) throw this.#misfit(`it has number ${n}, expected was ${this.#n + 1}: lines are missing`);
    for (const change of changes) this.#changes.push(change);
    this.#p = p + 1;
    if (end !== true) return;
    this.#reader.flush(this.#changes);
    this.#n = n;
    this.#p = 0;
    this.#changes = [];
  }

  #misfit(reason: string): TwinkitError {
    return damaged({ path: this.#path, line: this.#number, offset: this.#offset, reason });
  }
}
