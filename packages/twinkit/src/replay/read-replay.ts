import {
  createReplayParser,
  type ReplayEntry,
  ReplayError,
  type ReplayHeader,
  type ReplayLine,
  type ReplayParser,
  type ReplayTrailer,
} from "@twinkit-pro/contracts";
import { expand, type ReplaySource } from "./expand.ts";
import { type ByteLine, type ReplayBounds, splitLines } from "./split-lines.ts";

export interface ReadReplayOptions extends ReplayBounds {
  /**
   * Reads what is there of a bundle that ends too early, as a crash leaves it, instead of refusing it; `missing` then says
   * what is lost. Damage anywhere but at the end is refused all the same.
   * @default false
   */
  readonly recover?: boolean;
}

/** A bundle that is being read. */
export interface ReplayReader {
  readonly header: ReplayHeader;
  /** The exchanges in order; to be walked once. @throws ReplayError at the line that is damaged */
  readonly entries: AsyncIterable<ReplayEntry>;
  /** After the last exchange: the trailer; null where `recover` read a bundle without one. */
  readonly trailer: () => ReplayTrailer | null;
  /** After the last exchange: null, or what `recover` found missing, as a sentence. */
  readonly missing: () => string | null;
  /** Lets go of the source; needed only where the exchanges are not walked. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a bundle, plain or gzip, from bytes or a stream of them. It is read as it is walked: a large one costs no memory.
 * @throws ReplayError where there is no header that fits
 */
export async function readReplay(source: ReplaySource, options: ReadReplayOptions = {}): Promise<ReplayReader> {
  const parser = createReplayParser();
  const lines = parsedLines(source, parser, options);
  const first = await lines.next();
  // Without a header nothing can be recovered.
  if (first.done === true) throw first.value?.error ?? emptyError(parser);
  if (first.value.kind !== "header") throw new Error("a parser's first line is a header");
  let trailer: ReplayTrailer | null = null;
  let missing: string | null = null;
  return {
    header: first.value.header,
    entries: {
      async *[Symbol.asyncIterator]() {
        try {
          for (;;) {
            const next = await lines.next();
            if (next.done === true) {
              missing = next.value?.sentence ?? null;
              return;
            }
            if (next.value.kind === "entry") yield next.value.entry;
            if (next.value.kind === "trailer") trailer = next.value.trailer;
          }
        } finally {
          await lines.return(null);
        }
      },
    },
    trailer: () => trailer,
    missing: () => missing,
    close: async () => void (await lines.return(null)),
  };
}

interface Missing {
  readonly error: ReplayError;
  readonly sentence: string;
}

async function* parsedLines(
  source: ReplaySource,
  parser: ReplayParser,
  { recover = false, ...bounds }: ReadReplayOptions,
): AsyncGenerator<ReplayLine, Missing | null> {
  try {
    for await (const line of linesOf(source, parser, bounds)) {
      const parsed = readLine(line, parser, recover);
      if ("error" in parsed) return parsed;
      yield parsed;
    }
    parser.end();
    return null;
  } catch (error) {
    if (!(error instanceof ReplayError) || !recover || !endsEarly(error)) throw error;
    return missingOf(error, parser.lines);
  }
}

function endsEarly({ code }: ReplayError): boolean {
  return code === "trailer_missing" || code === "gzip_damaged";
}

function readLine(line: ByteLine, parser: ReplayParser, recover: boolean): ReplayLine | Missing {
  try {
    return parser.line(textOf(line));
  } catch (error) {
    const isCut = !line.isEnded && error instanceof ReplayError && ["not_json", "not_utf8"].includes(error.code);
    if (!isCut || !recover) throw error;
    return missingOf(error, line.number - 1);
  }
}

function missingOf(error: ReplayError, wholeLines: number): Missing {
  const read = `${Math.max(0, wholeLines - 1)} exchanges could be read`;
  return { error, sentence: `${error.message} ${read}; how many took place after them is not known.` };
}

async function* linesOf(source: ReplaySource, parser: ReplayParser, bounds: ReplayBounds): AsyncGenerator<ByteLine> {
  try {
    yield* splitLines(expand(source), bounds);
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) {
      const problem = `the compressed bytes are damaged here: ${error.message}.`;
      throw new ReplayError("gzip_damaged", parser.lines + 1, problem, { cause: error });
    }
    throw error;
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf({ bytes, number }: ByteLine): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new ReplayError("not_utf8", number, "it is not UTF-8.", { cause });
  }
}

function emptyError(parser: ReplayParser): unknown {
  try {
    return parser.end();
  } catch (error) {
    return error;
  }
}
