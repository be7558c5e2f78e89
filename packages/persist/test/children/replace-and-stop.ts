/** `<path> <replace|create> <bytes> <stopAt>`: writes version 2 and dies at the given point. */
import { writeSync } from "node:fs";
import { replaceFile } from "../../src/atomic-write-file.ts";
import { nodeFileSystem } from "../../src/file-system.ts";
import { payload } from "./payload.ts";
import { stoppingFileSystem } from "./stopping-file-system.ts";

const [path = "", kind, bytes, stopAt] = process.argv.slice(2);
const fs = stoppingFileSystem(nodeFileSystem, Number(stopAt));
await replaceFile(fs, path, payload(2, Number(bytes)), { overwrite: kind === "replace" });
writeSync(1, String(fs.points));
