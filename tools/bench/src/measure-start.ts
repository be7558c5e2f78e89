import { type HostName, startHost } from "./host-process.ts";
import { measureWtUp } from "./measure-wt-up.ts";
import type { Goal, Row } from "./report.ts";
import { median } from "./statistics.ts";

const RUNS = 9;
const MIB = 1024 * 1024;

const ONE_TWIN: readonly Goal[] = [
  { figure: "ready ms", atMost: 100 },
  { figure: "resident MiB", atMost: 70 },
];

const SUBJECTS: readonly {
  readonly what: string;
  readonly host: HostName;
  readonly args: readonly string[];
  readonly goals: readonly Goal[];
}[] = [
  { what: "bare node:http", host: "bare-host", args: [], goals: [] },
  { what: "Stripe twin", host: "twin-host", args: ["stripe"], goals: ONE_TWIN },
  { what: "iconik twin", host: "twin-host", args: ["iconik"], goals: ONE_TWIN },
  {
    what: "both in one fleet",
    host: "twin-host",
    args: ["stripe", "iconik"],
    goals: [{ figure: "ready ms", atMost: 120 }],
  },
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
  const bareMs = median(samples[0]?.readyMs ?? []);
  const rows = SUBJECTS.map(({ what, goals }, index) => {
    const readyMs = median(samples[index]?.readyMs ?? []);
    const residentMiB = median(samples[index]?.rss ?? []) / MIB;
    return {
      what,
      figures: { "ready ms": readyMs, "ratio to bare": readyMs / bareMs, "resident MiB": residentMiB },
      goals,
    };
  });
  return [...rows, ...(await measureWtUp(bareMs))];
}
