import { crc32 } from "node:zlib";

const CHECKSUM_CHARS = 8;
const SPACE = 0x20;

/** `<crc32 of the JSON, 8 hexadecimal digits> <JSON>`; JSON text holds no line break. */
export function sealLine(json: string): string {
  return `${hex(crc32(json))} ${json}`;
}

/** The JSON of a line; undefined where the line is not what was written. */
export function openLine(line: Uint8Array): unknown {
  const json = line.subarray(CHECKSUM_CHARS + 1);
  const checksum = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, CHECKSUM_CHARS)).toString("latin1");
  if (line[CHECKSUM_CHARS] !== SPACE || checksum !== hex(crc32(json))) return undefined;
  try {
    return JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.length).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(CHECKSUM_CHARS, "0");
}
