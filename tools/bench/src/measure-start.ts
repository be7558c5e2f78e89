import { type HostName, startHost } from "./host-process.ts";
import { measureWtUp } from "./measure-wt-up.ts";
import type { Goal, Row } from "./report.ts";
import { inRounds } from "./rounds.ts";
import { median, pairedRatio } from "./statistics.ts";

const ROUNDS = 10;
const MIB = 1024 * 1024;

const ONE_TWIN: readonly Goal[] = [
  { figure: "ready ms", atMost: 100 },
  { figure: "resident MiB", atMost: 70 },
];
const NO_WORSE_THAN_EMULATE: readonly Goal[] = [
  { figure: "ready to emulate's", atMost: 1 },
  { figure: "resident to emulate's", atMost: 1 },
];

interface Subject {
  readonly name: string;
  readonly host: HostName;
  readonly args: readonly string[];
  readonly goals: readonly Goal[];
}

const SUBJECTS: readonly Subject[] = [
  { name: "bare node:http", host: "bare-host", args: [], goals: [] },
  { name: "bare @hono/node-server", host: "node-server-host", args: [], goals: [] },
  { name: "emulate, Stripe only", host: "emulate-host", args: [], goals: [] },
  { name: "Stripe twin", host: "twin-host", args: ["stripe"], goals: [...ONE_TWIN, ...NO_WORSE_THAN_EMULATE] },
  { name: "iconik twin", host: "twin-host", args: ["iconik"], goals: ONE_TWIN },
  {
    name: "both in one fleet",
    host: "twin-host",
    args: ["stripe", "iconik"],
    goals: [{ figure: "ready ms", atMost: 120 }],
  },
];

/** Time to ready and resident memory, the subjects in turn so that a drifting machine hits all alike. */
export async function measureStart(): Promise<Row[]> {
  // The first round warms the disk cache and is not counted.
  await inRounds(SUBJECTS, 1, startOnce);
  const rounds = await inRounds(SUBJECTS, ROUNDS, startOnce);
  const all = (name: string, figure: "readyMs" | "residentBytes"): number[] =>
    (rounds.get(name) ?? []).map((started) => started[figure]);
  const [bare, emulate] = ["bare node:http", "emulate, Stripe only"];
  const rows = SUBJECTS.map(({ name, goals }): Row => {
    const [readyMs, residentBytes] = [all(name, "readyMs"), all(name, "residentBytes")];
    return {
      what: name,
      figures: {
        "ready ms": median(readyMs),
        "ratio to bare": pairedRatio(readyMs, all(bare, "readyMs")),
        "ready to emulate's": pairedRatio(readyMs, all(emulate, "readyMs")),
        "resident MiB": median(residentBytes) / MIB,
        "resident to emulate's": pairedRatio(residentBytes, all(emulate, "residentBytes")),
      },
      goals,
    };
  });
  return [...rows, ...(await measureWtUp(median(all(bare, "readyMs"))))];
}

async function startOnce({
  host,
  args,
}: Subject): Promise<{ readonly readyMs: number; readonly residentBytes: number }> {
  const started = await startHost(host, args);
  await started.stop();
  return { readyMs: started.readyMs, residentBytes: started.ready.rss_bytes };
}
