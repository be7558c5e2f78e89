/** `<path> <bytes> <first>`: replaces the file again and again, and says each version that is confirmed. */
import { writeSync } from "node:fs";
import { atomicWriteFile } from "../../src/atomic-write-file.ts";
import { payload } from "./payload.ts";

const [path = "", bytes, first] = process.argv.slice(2);
for (let version = Number(first); ; version += 1) {
  await atomicWriteFile(path, payload(version, Number(bytes)));
  writeSync(1, `${version}\n`);
}
