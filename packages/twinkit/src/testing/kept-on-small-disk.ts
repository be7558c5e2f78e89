import { join } from "node:path";
import { atomicWriteFile, removeFile } from "@twinkit-pro/persist";
import { setImmediate } from "node:timers/promises";
import { keptProbe } from "./kept-probe.ts";

/** `<directory>`: makes notes until a small file system is full and beyond, then makes room; prints what health said as JSON. */
const [directory = ""] = process.argv.slice(2);
const NOTES = 2_000;
const told: string[] = [];
const subject = await keptProbe(directory, { log: ({ level }) => told.push(level) });
const ballast = join(directory, "ballast");
await atomicWriteFile(ballast, Buffer.alloc(1_000_000));
const statuses = new Set<number>();
for (let count = 0; count < NOTES; count += 1) {
  statuses.add((await subject.call("POST", "/notes", { text: "x".repeat(300) + count })).status);
  if (count % 20 !== 0) continue;
  await subject.data.flush();
  await setImmediate();
}
await subject.data.flush();
const full = subject.data.health;
await removeFile(ballast);
await subject.data.rest();
const after = subject.data.health;
await subject.twin.close();
const again = await keptProbe(directory);
const { count } = (await again.call("GET", "/notes/count")).json as unknown as { count: number };
await again.twin.close();
process.stdout.write(
  JSON.stringify({ statuses: [...statuses], full, after, errors: told.includes("error"), count, made: NOTES }),
);
