/** `<path>`: takes the lock, says so, and holds it until it is killed. */
import { writeSync } from "node:fs";
import { acquireLock } from "../../src/lock.ts";

const [path = ""] = process.argv.slice(2);
await acquireLock(path);
writeSync(1, "held\n");
process.stdin.resume();
setInterval(() => undefined, 60_000);
