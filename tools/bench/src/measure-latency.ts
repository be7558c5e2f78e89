import { type Contender, type ContenderName, newestCustomer, storeCustomers, withContenders } from "./contenders.ts";
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

const SERVERS: readonly (readonly [ContenderName, string])[] = [
  ["node:http", "bare node:http"],
  ["node-server", "bare @hono/node-server"],
  ["emulate", "emulate"],
  ["twin", "Stripe twin"],
];

/** Latency of one GET after the other over one connection. */
export async function measureLatency(): Promise<Row[]> {
  return withContenders(["twin", "emulate", "node:http", "node-server"], async (contenders) => {
    for (const contender of contenders) {
      if (contender.name === "twin" || contender.name === "emulate") await storeCustomers(contender, STORED);
    }
    const paths = new Map<Contender, string>();
    for (const contender of contenders) paths.set(contender, `/v1/customers/${await newestCustomer(contender)}`);
    return [
      ...(await compare("one customer", contenders, (contender) => paths.get(contender) ?? "")),
      ...(await compare(`10 of ${STORED} customers`, contenders, () => "/v1/customers?limit=10")),
    ];
  });
}

async function compare(
  what: string,
  contenders: readonly Contender[],
  path: (contender: Contender) => string,
): Promise<Row[]> {
  for (const contender of contenders) await sequentialGets(contender, path(contender), WARM_UP_REQUESTS);
  const rounds = await inRounds(contenders, ROUNDS, async (contender) => {
    const durations = await sequentialGets(contender, path(contender), REQUESTS);
    return { p50: percentile(durations, 0.5), p99: percentile(durations, 0.99) };
  });
  const all = (name: ContenderName, share: "p50" | "p99"): number[] =>
    (rounds.get(name) ?? []).map((figures) => figures[share]);
  const aboveBare = (name: ContenderName): number => median(all(name, "p50")) - median(all("node:http", "p50"));
  return SERVERS.map(([name, server]) => ({
    what: `${what}: ${server}`,
    figures: {
      "p50 us": median(all(name, "p50")) * MICROSECONDS,
      "p99 us": median(all(name, "p99")) * MICROSECONDS,
      "p50 ratio to emulate": pairedRatio(all(name, "p50"), all("emulate", "p50")),
      "p50 us above node:http": aboveBare(name) * MICROSECONDS,
    },
    goals: name === "twin" ? GOALS : [],
  }));
}
