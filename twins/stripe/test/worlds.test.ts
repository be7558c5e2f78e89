import type Stripe from "stripe";
import { expect, it } from "vitest";
import { type Harness, START_MS, startTwin } from "./support/harness.ts";

/** As many as a large test run has workers. */
const CLIENTS = 64;
const CUSTOMERS = 6;
const DAY_S = 86_400;

interface Seen {
  readonly names: readonly (string | null | undefined)[];
  readonly created: readonly number[];
  readonly lastDay: number;
  readonly failures: readonly (number | undefined)[];
  readonly ledger: { readonly paths: number; readonly foreign: number };
  readonly faults: number;
}

/** What one test worker does on the server that all of them share: its own data, clock and fault. */
async function work(twin: Harness, at: number): Promise<Seen> {
  const key = `sk_test_worker${at}`;
  const sdk = twin.sdk(key);
  const admin = async (method: string, path: string, body?: unknown): Promise<Record<string, never>> => {
    const response = await fetch(`${twin.url}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as Record<string, never>;
  };
  for (let made = 0; made < CUSTOMERS; made += 1) await sdk.customers.create({ name: `${at}/${made}` });
  await admin("POST", "/time/advance", { duration: `${at}d` });
  // Each worker's product fails as many times as its number says, modulo three.
  const count = (at % 3) + 1;
  await admin("POST", "/faults", { match: { method: "POST", path: "/v1/products" }, count, effect: { status: 503 } });
  const failures: (number | undefined)[] = [];
  for (let tried = 0; tried < 4; tried += 1) {
    const outcome = await sdk.products.create({ name: "p" }).catch((error: Stripe.errors.StripeError) => error);
    failures.push("statusCode" in outcome ? outcome.statusCode : undefined);
  }
  const { data } = await sdk.customers.list({ limit: 100 });
  const last = await sdk.customers.create({ name: "last" });
  const { requests } = (await admin("GET", "/requests")) as unknown as {
    requests: readonly { path: string; request: { body: string } }[];
  };
  const { faults } = (await admin("GET", "/faults")) as unknown as { faults: readonly { fired: number }[] };
  const foreign = requests.filter(
    ({ request }) => /name=\d+%2F/.test(request.body) && !request.body.includes(`name=${at}%2F`),
  );
  return {
    names: data.map(({ name }) => name),
    created: data.map(({ created }) => created),
    lastDay: (last.created - START_MS / 1_000) / DAY_S,
    failures,
    ledger: { paths: requests.length, foreign: foreign.length },
    faults: faults.reduce((sum, { fired }) => sum + fired, 0),
  };
}

it("64 workers on one server see nothing of one another: no objects, no clock, no faults, no ledger", async () => {
  await using twin = await startTwin();
  const workers = Array.from({ length: CLIENTS }, (_, at) => at);
  const seen = await Promise.all(workers.map((at) => work(twin, at)));
  for (const [at, each] of seen.entries()) {
    const count = (at % 3) + 1;
    const newestFirst = Array.from({ length: CUSTOMERS }, (_, made) => `${at}/${CUSTOMERS - 1 - made}`);
    expect(each).toEqual({
      names: newestFirst,
      created: Array(CUSTOMERS).fill(START_MS / 1_000),
      lastDay: at,
      failures: [...Array(count).fill(503), ...Array(4 - count).fill(undefined)],
      ledger: { paths: CUSTOMERS + 4 + 2, foreign: 0 },
      faults: count,
    });
  }
  const { body } = await twin.wire("GET /admin/worlds");
  expect(body.worlds).toHaveLength(CLIENTS + 1);
});
