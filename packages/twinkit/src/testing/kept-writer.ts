import { setImmediate } from "node:timers/promises";
import { keptProbe } from "./kept-probe.ts";

/**
 * A process to be killed: makes notes in the world that the directory keeps, for ever, and says on standard output how
 * many there are on the disk. Bases are due all the time.
 */
const [directory = ""] = process.argv.slice(2);
const { call, data } = await keptProbe(directory, { tuning: { flushIntervalMs: 1, compactBytesMin: 2_000 } });
const kept = (await call("GET", "/notes/count")).json["count"] as unknown as number;
process.stdout.write(`${kept}\n`);
for (let count = kept; ; count += 1) {
  await call("POST", "/notes", { text: `${count}`, owner: "x".repeat(count % 500) });
  if (count % 7 === 0) await call("POST", "/admin/snapshots", { name: `s${count % 3}` });
  if (count % 5 !== 0) continue;
  await data.flush();
  // What comes over a socket leaves the disk its turns, too.
  await setImmediate();
  process.stdout.write(`${count + 1}\n`);
}
