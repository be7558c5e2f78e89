import { type Contender, newestCustomer, storeCustomers, withContenders } from "./contenders.ts";
import type { Goal, Row } from "./report.ts";
import { inRounds } from "./rounds.ts";
import { sequentialGets } from "./sequential.ts";
import { median, pairedRatio, percentile } from "./statistics.ts";

const WARM_UP_REQUESTS = 3_000;
const REQUESTS = 3_000;
const ROUNDS = 7;
const STORED = 100;
const MICROSECONDS = 1_000;
const GOALS: readonly Goal[] = [{ figure: "p50 ratio to emulate", atMost: 0.6 }];

/** Latency of one GET after the other over one connection. */
export async function measureLatency(): Promise<Row[]> {
  return withContenders(["twin", "emulate", "node:http", "node-server"], async (contenders) => {
    for (const contender of contenders) {
      if (contender.name === "twin" || contender.name === "emulate") await storeCustomers(contender, STORED);
    }
    const paths = new Map<Contender, string>();
    for (const contender of contenders) paths.set(contender, `/v1/customers/${await newestCustomer(contender)}`);
    const run = (contender: Contender, count: number): Promise<number[]> =>
      sequentialGets(contender, paths.get(contender) ?? "", count);
    for (const contender of contenders) await run(contender, WARM_UP_REQUESTS);
    const rounds = await inRounds(contenders, ROUNDS, async (contender) => {
      const durations = await run(contender, REQUESTS);
      return { p50: percentile(durations, 0.5), p99: percentile(durations, 0.99) };
    });
    const all = (name: Contender["name"], share: "p50" | "p99"): number[] =>
      (rounds.get(name) ?? []).map((figures) => figures[share]);
    const row = (name: Contender["name"], what: string): Row => ({
      what,
      figures: {
        "p50 us": median(all(name, "p50")) * MICROSECONDS,
        "p99 us": median(all(name, "p99")) * MICROSECONDS,
        "p50 ratio to emulate": pairedRatio(all(name, "p50"), all("emulate", "p50")),
        "p99 ratio to emulate": pairedRatio(all(name, "p99"), all("emulate", "p99")),
      },
      goals: name === "twin" ? GOALS : [],
    });
    return [
      row("node:http", "bare node:http"),
      row("node-server", "bare @hono/node-server"),
      row("emulate", "emulate"),
      row("twin", "Stripe twin"),
    ];
  });
}
