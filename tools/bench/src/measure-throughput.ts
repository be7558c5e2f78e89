import { type Contender, newestCustomer, storeCustomers, withContenders } from "./contenders.ts";
import { load, type LoadResult } from "./load.ts";
import type { Goal, Row } from "./report.ts";
import { inRounds } from "./rounds.ts";
import { median, pairedRatio } from "./statistics.ts";

const WARM_UP_SECONDS = 2;
const SECONDS = 3;
const ROUNDS = 5;
/** A test's world is small; the peer sorts all it has for each page. */
const STORED = 100;
const FORM = "email=ada%40example.com&name=Ada";
const GOALS: readonly Goal[] = [{ figure: "ratio to emulate", atLeast: 1.3 }];

interface Work {
  readonly what: string;
  readonly path: (contender: Contender) => Promise<string>;
  readonly form?: string;
}

const WORK: readonly Work[] = [
  { what: "retrieve a customer", path: async (contender) => `/v1/customers/${await newestCustomer(contender)}` },
  { what: `list 10 of ${STORED} customers`, path: async () => "/v1/customers?limit=10" },
  // Last, because it makes the store grow.
  { what: "create a customer", path: async () => "/v1/customers", form: FORM },
];

/** Requests per second of retrieve, list and create over 8 connections, everybody in the same rounds. */
export async function measureThroughput(): Promise<Row[]> {
  return withContenders(["twin", "emulate", "node:http", "node-server"], async (contenders) => {
    for (const contender of contenders) if (isStateful(contender)) await storeCustomers(contender, STORED);
    const rows: Row[] = [];
    for (const work of WORK) rows.push(await compare(work, contenders));
    return rows;
  });
}

async function compare({ what, path, form }: Work, contenders: readonly Contender[]): Promise<Row> {
  const paths = new Map<Contender, string>();
  for (const contender of contenders) paths.set(contender, await path(contender));
  const run = (contender: Contender, seconds: number): Promise<LoadResult> =>
    load(contender, { path: paths.get(contender) ?? "", ...(form === undefined ? {} : { form }), seconds });
  for (const contender of contenders) await run(contender, WARM_UP_SECONDS);
  const results = await inRounds(contenders, ROUNDS, (contender) => run(contender, SECONDS));
  const all = (name: Contender["name"], figure: keyof LoadResult): number[] =>
    (results.get(name) ?? []).map((result) => result[figure]);
  const rates = (name: Contender["name"]): number[] => all(name, "requestsPerSecond");
  const twin = rates("twin");
  return {
    what,
    figures: {
      "requests/s": median(twin),
      "emulate requests/s": median(rates("emulate")),
      "ratio to emulate": pairedRatio(twin, rates("emulate")),
      "ratio to node:http": pairedRatio(twin, rates("node:http")),
      "ratio to node-server": pairedRatio(twin, rates("node-server")),
      "CPU us": median(all("twin", "processorMicroseconds")),
      "emulate CPU us": median(all("emulate", "processorMicroseconds")),
    },
    goals: GOALS,
  };
}

function isStateful({ name }: Contender): boolean {
  return name === "twin" || name === "emulate";
}
