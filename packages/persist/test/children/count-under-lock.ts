/** `<lock> <counter> <times>`: raises the number in a file by a read and a write that only the lock keeps together. */
import { readFileSync, writeFileSync } from "node:fs";
import { setImmediate as yieldOnce } from "node:timers/promises";
import { acquireLock } from "../../src/lock.ts";

const [lockPath = "", counter = "", times] = process.argv.slice(2);
for (let done = 0; done < Number(times); done += 1) {
  await using _lock = await acquireLock(lockPath, { waitMs: 30_000 });
  const count = Number(readFileSync(counter, "utf8"));
  await yieldOnce();
  writeFileSync(counter, String(count + 1));
}
