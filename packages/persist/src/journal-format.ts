import { crc32 } from "node:zlib";
import * as v from "valibot";
import { PersistError } from "./persist-error.ts";

const Operation = v.union([
  v.strictTuple([v.literal("set"), v.string(), v.unknown()]),
  v.strictTuple([v.literal("delete"), v.string()]),
  v.strictTuple([v.literal("clear")]),
]);
/** One change to the store. */
export type Operation = v.InferOutput<typeof Operation>;

const Header = v.object({ format: v.literal("wt-store"), version: v.literal(1), schema_version: v.number() });

/** What was written in one go. `n` counts from 1 without a gap. */
const Batch = v.object({ n: v.number(), ops: v.array(Operation) });

const LINE_FEED = 0x0a;

/** The first line of a store. */
export function encodeHeader(schemaVersion: number): string {
  return withChecksum(JSON.stringify({ format: "wt-store", version: 1, schema_version: schemaVersion }));
}

/** One batch is one line, so that a crash keeps all of it or nothing. `ops` are operations as JSON text. */
export function encodeBatch(n: number, ops: readonly string[]): string {
  return withChecksum(`{"n":${n},"ops":[${ops.join(",")}]}`);
}

/** `<crc32 of the JSON, 8 hexadecimal digits> <JSON>`; JSON text holds no line break. */
function withChecksum(json: string): string {
  return `${checksum(Buffer.from(json))} ${json}`;
}

export interface JournalContent {
  readonly schemaVersion: number;
  /** Batches, each with the number of its line in the file. */
  readonly batches: readonly { readonly line: number; readonly ops: readonly Operation[] }[];
  /** Bytes up to the end of the last whole line; what follows is what a crash left. */
  readonly validLength: number;
}

/**
 * Reads a store file.
 *
 * A last line that is cut short, or has blocks that never reached the disk (NUL bytes), is what a crash leaves of a write
 * that was never confirmed: it is passed over. Anything else that does not fit is damage.
 *
 * @throws {PersistError} `corrupt`, naming the line
 */
export function readJournal(bytes: Buffer, path: string): JournalContent {
  const lines = splitLines(bytes);
  const header = lines.content[0] && v.safeParse(Header, parseLine(lines.content[0], path, 1));
  if (!header?.success) throw corrupt(path, 1, "it is not the header of a store");
  const batches = lines.content.slice(1).map((text, index) => {
    const line = index + 2;
    const batch = v.safeParse(Batch, parseLine(text, path, line));
    if (!batch.success) throw corrupt(path, line, "it is not a batch of changes");
    const { n, ops } = batch.output;
    if (n !== index + 1) throw corrupt(path, line, `it has number ${n}, expected was ${index + 1}: lines are missing`);
    return { line, ops };
  });
  return { schemaVersion: header.output.schema_version, batches, validLength: lines.validLength };
}

function splitLines(bytes: Buffer): { content: Buffer[]; validLength: number } {
  const content: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    const line = bytes.subarray(start, end);
    const isLast = end === bytes.length - 1;
    if (isLast && content.length > 0 && line.includes(0)) break;
    content.push(line);
    start = end + 1;
  }
  return { content, validLength: start };
}

function parseLine(line: Buffer, path: string, number: number): unknown {
  const json = line.subarray(9);
  if (line[8] !== 0x20 || checksum(json) !== line.subarray(0, 8).toString("latin1")) {
    throw corrupt(path, number, "its checksum does not fit");
  }
  try {
    return JSON.parse(json.toString("utf8"));
  } catch {
    throw corrupt(path, number, "it is not JSON");
  }
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}

function corrupt(path: string, line: number, reason: string): PersistError {
  return new PersistError(
    "corrupt",
    path,
    `The store ${path} is damaged in line ${line}: ${reason}. Restore it from a backup, or move it away to start empty.`,
  );
}
