import { type HostName, startHost } from "./host-process.ts";
import type { Row } from "./report.ts";
import { median } from "./statistics.ts";

const RUNS = 9;
const MIB = 1024 * 1024;

const SUBJECTS: readonly {
  readonly what: string;
  readonly host: HostName;
  readonly args: readonly string[];
  readonly goal: string;
}[] = [
  { what: "bare node:http", host: "bare-host", args: [], goal: "" },
  { what: "Stripe twin", host: "twin-host", args: ["stripe"], goal: "100 ms, 70 MiB" },
  { what: "iconik twin", host: "twin-host", args: ["iconik"], goal: "100 ms, 70 MiB" },
  { what: "both in one fleet", host: "twin-host", args: ["stripe", "iconik"], goal: "120 ms" },
];

/** Time to ready and resident memory, the subjects in turn so that a drifting machine hits all alike. */
export async function measureStart(): Promise<Row[]> {
  const samples = SUBJECTS.map(() => ({ readyMs: [] as number[], rss: [] as number[] }));
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [index, { host, args }] of SUBJECTS.entries()) {
      const started = await startHost(host, args);
      await started.stop();
      // The first round warms the disk cache and is not counted.
      if (run === 0) continue;
      samples[index]?.readyMs.push(started.readyMs);
      samples[index]?.rss.push(started.ready.rss_bytes);
    }
  }
  const bare = median(samples[0]?.readyMs ?? []);
  return SUBJECTS.map(({ what, goal }, index) => {
    const readyMs = median(samples[index]?.readyMs ?? []);
    const rss = median(samples[index]?.rss ?? []) / MIB;
    return {
      what,
      figures: {
        "ready ms": readyMs.toFixed(0),
        "resident MiB": rss.toFixed(1),
        "ratio to bare": (readyMs / bare).toFixed(2),
      },
      goal,
    };
  });
}
