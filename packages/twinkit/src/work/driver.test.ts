import { describe, expect, it } from "vitest";
import type { StateOf } from "../state/state.ts";
import { defineTwin } from "../define/define-twin.ts";
import { post } from "../define/operation.ts";
import { resource } from "../define/resource.ts";
import type { WorldContext } from "../define/context.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { EmittedEvent, Account } from "../define/twin-types.ts";
import { createTwin } from "../server/twin.ts";
import { collection } from "../state/collection-definition.ts";
import { callerOf, START } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { VendorError } from "../wire/vendor-error.ts";
import { action } from "./action.ts";
import { ADVANCE_ACTIONS_MAX } from "./driver.ts";

interface Invoice {
  readonly id: string;
  readonly subscription: string;
  readonly at: string;
}
const state = {
  invoices: collection<Invoice, "subscription">({
    id: (ids) => ids.prefixed("in_", 16),
    missing: () => new VendorError({ status: 404, code: "missing", body: {} }),
    indexes: ["subscription"],
  }),
};
interface Billing {
  readonly state: StateOf<typeof state>;
  readonly account: Account;
  readonly event: EmittedEvent;
}

/** The same day of the next month, by UTC. */
function nextMonth(ms: number): number {
  const at = new Date(ms);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

const renew = action("subscription.renew", (context: WorldContext<Billing>, payload: { id: string }) => {
  context.state.invoices.insert({ subscription: payload.id, at: new Date(context.now).toISOString() });
  context.schedule.at(nextMonth(context.now), renew, payload);
});

const { webhooks: _webhooks, seed: _seed, authorize: _authorize, ...plain } = probeTwin;
const billing = defineTwin<Billing>({
  ...(plain as unknown as TwinDefinition<Billing>),
  name: "billing",
  state,
  resources: [
    resource("subscription", {
      operations: {
        Subscribe: post("/subscriptions", ({ ids, now, schedule }: WorldContext<Billing>) => {
          const id = ids.prefixed("sub_", 8);
          schedule.at(nextMonth(now), renew, { id });
          return { id };
        }),
      },
      actions: [renew],
    }),
  ],
});

async function subscribed(count: number) {
  const twin = createTwin(billing, { clock: { start: { mode: "frozen", atMs: START } } });
  const call = callerOf(twin);
  for (let at = 0; at < count; at += 1) await call("POST", "/subscriptions");
  const invoices = async (): Promise<readonly Invoice[]> => {
    const { accounts } = (await call("GET", "/admin/state")).json as unknown as {
      accounts: Record<string, { invoices: readonly Invoice[] }>;
    };
    return Object.values(accounts).flatMap((account) => account.invoices);
  };
  return { call, invoices, [Symbol.asyncDispose]: async () => void (await twin.close()) };
}

describe("an advance over ten years", () => {
  it("bills every month of every subscription at its due time, in order", async () => {
    await using twin = await subscribed(20);
    const answer = await twin.call("POST", "/admin/time/set", { time: "2036-01-01T00:00:00Z" });
    expect(answer.json).toMatchObject({ worlds: [{ actions: 2_400, time: "2036-01-01T00:00:00.000Z" }] });
    const invoices = await twin.invoices();
    expect(invoices.map(({ at }) => at)).toEqual(invoices.map(({ at }) => at).toSorted());
    expect(invoices[0]?.at).toBe("2026-02-01T00:00:00.000Z");
    expect(invoices.at(-1)?.at).toBe("2036-01-01T00:00:00.000Z");
  });

  it("is bounded in work per call, says where it stopped, and goes on when told again", async () => {
    await using twin = await subscribed(1_000);
    const target = { time: "2036-01-01T00:00:00Z" };
    const stopped = await twin.call("POST", "/admin/time/set", target);
    expect([stopped.status, stopped.json]).toMatchObject([409, { error: { code: "advance_limit" } }]);
    const message = expect.stringMatching(/^The clock stopped at 20\d\d-\d\d-01T00:00:00\.000Z after 100000 actions/);
    expect(stopped.json).toMatchObject({ error: { message } });
    expect(await twin.invoices()).toHaveLength(ADVANCE_ACTIONS_MAX);
    const finished = await twin.call("POST", "/admin/time/set", target);
    expect(finished.json).toMatchObject({ worlds: [{ actions: 20_000 }] });
    expect(await twin.invoices()).toHaveLength(120_000);
  });

  it("lets other requests have their turn meanwhile", async () => {
    await using twin = await subscribed(500);
    let advanced = false;
    const advance = twin.call("POST", "/admin/time/set", { time: "2036-01-01T00:00:00Z" }).then(() => {
      advanced = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    await twin.call("GET", "/admin/health");
    expect(advanced).toBe(false);
    await advance;
  });
});
