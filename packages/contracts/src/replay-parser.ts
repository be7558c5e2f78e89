import * as v from "valibot";
import { ReplayEntry, ReplayHeader, ReplayTrailer } from "./replay-bundle.ts";
import { ReplayError, type ReplayErrorCode } from "./replay-error.ts";

/** A line of a bundle, told apart by its place and form. */
export type ReplayLine =
  | { readonly kind: "header"; readonly header: ReplayHeader }
  | { readonly kind: "entry"; readonly entry: ReplayEntry }
  | { readonly kind: "trailer"; readonly trailer: ReplayTrailer };

/** Reads the lines of one bundle in order and holds them to the format. */
export interface ReplayParser {
  /** @throws ReplayError naming the line */
  readonly line: (text: string) => ReplayLine;
  /** To be called after the last line. @throws ReplayError where lines are missing */
  readonly end: () => ReplayTrailer;
  /** Lines read so far. */
  readonly lines: number;
}

/** A line of a bundle as text, without its line break. */
export function formatReplayLine(value: ReplayHeader | ReplayEntry | ReplayTrailer): string {
  return JSON.stringify(value);
}

/** A parser for one bundle. It gives back what stands in the lines, fields it does not know included. */
export function createReplayParser(): ReplayParser {
  let lines = 0;
  let first = 1;
  let entries = 0;
  let trailer: ReplayTrailer | null = null;

  const read = (text: string): ReplayLine => {
    if (trailer !== null) throw new ReplayError("after_trailer", lines, "the trailer must be the last line.");
    const value = parseJson(text, lines);
    if (lines === 1) return { kind: "header", header: checked(ReplayHeader, value, "header_invalid", "a header", 1) };
    if (isTrailer(value)) return { kind: "trailer", trailer: (trailer = readTrailer(value)) };
    const entry = checked(ReplayEntry, value, "entry_invalid", "an exchange", lines);
    if (entries === 0) first = entry.seq;
    else if (entry.seq !== first + entries) {
      const problem = `exchange ${entry.seq} follows exchange ${first + entries - 1}; there must be no gap.`;
      throw new ReplayError("out_of_sequence", lines, problem, { path: "seq" });
    }
    entries += 1;
    return { kind: "entry", entry };
  };

  function readTrailer(value: unknown): ReplayTrailer {
    const read = checked(ReplayTrailer, value, "trailer_invalid", "a trailer", lines);
    if (read.entries !== entries) {
      const problem = `the trailer counts ${read.entries} exchanges, but ${entries} stand before it.`;
      throw new ReplayError("count_mismatch", lines, problem, { path: "entries" });
    }
    if (first - 1 > read.dropped) {
      const problem = `the first exchange is number ${first}, but the trailer counts only ${read.dropped} as dropped.`;
      throw new ReplayError("count_mismatch", lines, problem, { path: "dropped" });
    }
    return read;
  }

  return {
    line: (text) => {
      lines += 1;
      return read(text);
    },
    end: () => {
      if (lines === 0)
        throw new ReplayError("empty", 1, "there is none; a bundle has at least a header and a trailer.");
      if (trailer !== null) return trailer;
      throw new ReplayError("trailer_missing", lines + 1, "the bundle ends here, before its trailer: it is cut off.");
    },
    get lines() {
      return lines;
    },
  };
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ReplayError("not_json", line, `it is not JSON: ${(cause as SyntaxError).message}.`, { cause });
  }
}

function isTrailer(value: unknown): boolean {
  return typeof value === "object" && value !== null && "entries" in value && !("seq" in value);
}

/** Checks the form and returns the value itself: what a schema makes of it would lose fields of odd names. */
function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  code: ReplayErrorCode,
  what: string,
  line: number,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, Array.isArray(value) ? null : value);
  if (parsed.success) return value as v.InferOutput<Schema>;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  const where = path === null ? "" : ` at ${path}`;
  throw new ReplayError(code, line, `it is not ${what}${where}: ${issue.message}.`, { path });
}
