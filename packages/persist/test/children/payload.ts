import { createHash } from "node:crypto";

/** Content that tells its version and whether it is whole: `<version> <sha256 of the rest>\n<rest>`. */
export function payload(version: number, bytes: number): Buffer {
  const body = Buffer.alloc(bytes, `${version},`);
  return Buffer.concat([Buffer.from(`${version} ${sha256(body)}\n`), body]);
}

/** The version of a content; throws when it is not one {@link payload} whole. */
export function versionOf(content: Buffer): number {
  const end = content.indexOf("\n");
  const [version = "", digest] = content.subarray(0, end).toString("latin1").split(" ");
  const body = content.subarray(end + 1);
  if (end < 0 || digest !== sha256(body))
    throw new Error(`a mixture of contents: ${content.length} bytes, "${version}"`);
  return Number(version);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
