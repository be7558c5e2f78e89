import { type Host, startHost } from "./host-process.ts";
import { BENCH_KEY } from "./hosts/fill-customers.ts";
import { load } from "./load.ts";
import type { Row } from "./report.ts";
import { median } from "./statistics.ts";

const WARM_UP_SECONDS = 2;
const SECONDS = 3;
const ROUNDS = 3;
const STORED = 10_000;
const FORM = "email=ada%40example.com&name=Ada";

/** Requests per second of create, retrieve and list, each beside a bare server in the same round. */
export async function measureThroughput(): Promise<Row[]> {
  const bare = await startHost("bare-host");
  const twin = await startHost("twin-host", ["stripe", "--customers", String(STORED)]);
  try {
    for (const { url } of [bare, twin]) await load({ url: `${url}/v1/customers`, seconds: WARM_UP_SECONDS });
    const id = await newestCustomer(twin);
    const rows: Row[] = [];
    for (const { what, path, form } of [
      { what: "retrieve a customer", path: `/v1/customers/${id}`, form: undefined },
      { what: "list 10 customers", path: "/v1/customers?limit=10", form: undefined },
      { what: "create a customer", path: "/v1/customers", form: FORM },
    ]) {
      rows.push(await compare(what, bare, twin, path, form));
    }
    return rows;
  } finally {
    await Promise.all([bare.stop(), twin.stop()]);
  }
}

async function compare(what: string, bare: Host, twin: Host, path: string, form: string | undefined): Promise<Row> {
  const rates: number[] = [];
  const ratios: number[] = [];
  const p99s: number[] = [];
  const request = { ...(form === undefined ? {} : { form }), seconds: SECONDS };
  for (let round = 0; round < ROUNDS; round += 1) {
    const floor = await load({ ...request, url: `${bare.url}${path}` });
    const ours = await load({ ...request, url: `${twin.url}${path}` });
    rates.push(ours.requestsPerSecond);
    p99s.push(ours.p99Ms);
    ratios.push(ours.requestsPerSecond / floor.requestsPerSecond);
  }
  return {
    what,
    figures: { "requests/s": median(rates), "ratio to bare": median(ratios), "p99 ms": median(p99s) },
    goals: [],
  };
}

/** Id of the newest customer of the benchmark's world. */
export async function newestCustomer(twin: Host): Promise<string> {
  const response = await fetch(`${twin.url}/v1/customers?limit=1`, {
    headers: { authorization: `Bearer ${BENCH_KEY}` },
  });
  const { data } = (await response.json()) as { readonly data: readonly { readonly id: string }[] };
  const [newest] = data;
  if (newest === undefined) throw new Error("the twin has no customer");
  return newest.id;
}
