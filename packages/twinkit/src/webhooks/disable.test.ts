import { describe, expect, it } from "vitest";
import { probe as startProbe, START } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { startReceiver } from "../testing/receiver.ts";
import type { DisableReason } from "./disable-rule.ts";

type Webhooks = NonNullable<typeof probeTwin.webhooks>;
type Rule = Omit<NonNullable<Webhooks["disable"]>, "apply">;

/** A vendor that drops the subscription when it disables it, and retries every hour for two days. */
function vendor(rule: Rule, change: Partial<Webhooks> = {}) {
  const reasons: DisableReason[] = [];
  const webhooks: Webhooks = {
    ...(probeTwin.webhooks as Webhooks),
    retry: { delaysMs: Array.from({ length: 48 }, () => 3_600_000) },
    disable: {
      ...rule,
      apply: ({ state }, endpoint, reason) => {
        reasons.push(reason);
        state.hooks.delete(endpoint);
      },
    },
    ...change,
  };
  const twin = startProbe({}, { ...probeTwin, webhooks });
  const { call } = twin;
  return {
    ...twin,
    reasons,
    advance: (duration: string) => call("POST", "/admin/time/advance", { duration }),
    /** Lets something happen that the subscriptions hear of. */
    emit: async () => {
      const note = await call("POST", "/notes", { text: "a" });
      await call("DELETE", `/notes/${note.json["id"]}`);
    },
    subscribe: (url: string) => call("POST", "/hooks", { url }),
  };
}

describe("an endpoint that fails for too long", () => {
  it("is disabled when the time comes, though nothing is sent then", async () => {
    await using hook = await startReceiver();
    hook.answerWith(500);
    await using probe = vendor({ afterFailingForMs: 5 * 86_400_000 });
    await probe.subscribe(hook.url);
    await probe.emit();
    await probe.advance("P4DT23H59M59S");
    expect(hook.received).toHaveLength(49);
    expect(probe.reasons).toEqual([]);
    await probe.advance("1s");
    expect(probe.reasons).toEqual(["failing_for_too_long"]);
    await probe.emit();
    await probe.advance("30d");
    expect(hook.received).toHaveLength(49);
  });

  it("is not where it accepted something since", async () => {
    await using hook = await startReceiver(500);
    await using probe = vendor({ afterFailingForMs: 86_400_000 });
    await probe.subscribe(hook.url);
    await probe.emit();
    await probe.advance("30d");
    expect(probe.reasons).toEqual([]);
    expect((await probe.call("GET", "/admin/webhooks")).json).toMatchObject({ failing: [] });
  });

  it("is by the later failures where it accepted something between", async () => {
    await using hook = await startReceiver(500, 200, 500, 500, 500, 500, 500, 500, 500, 500);
    await using probe = vendor({ afterFailingForMs: 3 * 3_600_000 });
    await probe.subscribe(hook.url);
    await probe.emit();
    await probe.advance("2h");
    await probe.emit();
    await probe.advance("PT2H59M");
    expect(probe.reasons).toEqual([]);
    await probe.advance("1m");
    expect(probe.reasons).toEqual(["failing_for_too_long"]);
  });
});

describe("an endpoint that fails too often", () => {
  it("is disabled by the failure that makes it too many, whichever messages failed", async () => {
    await using hook = await startReceiver();
    hook.answerWith(500);
    await using probe = vendor({ afterConsecutiveFailures: 3 });
    await probe.subscribe(hook.url);
    await probe.emit();
    await probe.emit();
    await probe.twin.settle();
    const { failing } = (await probe.call("GET", "/admin/webhooks")).json;
    expect(failing).toMatchObject([{ failures: 2, since: "2026-01-01T00:00:00.000Z" }]);
    await probe.advance("1h");
    expect(probe.reasons).toEqual(["too_many_failures"]);
    // The second message's retry was due at the same time and found its endpoint gone.
    expect(hook.received).toHaveLength(3);
    expect((await probe.call("GET", "/admin/webhooks?status=failed")).json).toMatchObject({
      deliveries: [{ failure: "The endpoint was deleted or disabled before the next attempt." }],
    });
  });

  it("starts afresh with each success", async () => {
    await using hook = await startReceiver(500, 500, 200, 500, 500, 200);
    await using probe = vendor({ afterConsecutiveFailures: 3 });
    await probe.subscribe(hook.url);
    await probe.emit();
    await probe.advance("1d");
    await probe.emit();
    await probe.advance("1d");
    expect(hook.received).toHaveLength(6);
    expect(probe.reasons).toEqual([]);
  });
});

it("an endpoint that says it is gone is disabled at once", async () => {
  await using gone = await startReceiver(410);
  await using there = await startReceiver();
  await using probe = vendor({ onStatus: [410] });
  await probe.subscribe(gone.url);
  await probe.subscribe(there.url);
  await probe.emit();
  await probe.twin.settle();
  expect(probe.reasons).toEqual(["status"]);
  await probe.emit();
  await probe.advance("30d");
  expect([gone, there].map(({ received }) => received.length)).toEqual([1, 2]);
});

it("what the twin itself refuses disables nothing", async () => {
  await using probe = vendor({ afterConsecutiveFailures: 1, afterFailingForMs: 1 });
  await probe.subscribe("http://192.0.2.1/hook");
  await probe.emit();
  await probe.advance("30d");
  expect(probe.reasons).toEqual([]);
});

it("failures are part of the state: a snapshot and an import bring them back", async () => {
  await using hook = await startReceiver();
  hook.answerWith(500);
  await using probe = vendor({ afterConsecutiveFailures: 5 });
  await probe.subscribe(hook.url);
  await probe.emit();
  await probe.advance("2h");
  const exported = (await probe.call("GET", "/admin/state")).json;
  expect((await probe.call("POST", "/admin/snapshots", { name: "failing" })).status).toBe(201);
  for (const back of [
    () => probe.call("POST", "/admin/snapshots/failing/restore"),
    () => probe.call("POST", "/admin/state", exported),
  ]) {
    await probe.advance("2h");
    expect(probe.reasons).toEqual(["too_many_failures"]);
    probe.reasons.length = 0;
    await back();
    expect((await probe.call("GET", "/admin/webhooks")).json).toMatchObject({ failing: [{ failures: 3 }] });
    await probe.advance("1h");
    expect(probe.reasons).toEqual([]);
  }
});

it("statuses decide what is accepted and what is not tried again", async () => {
  await using hook = await startReceiver(302, 404, 503, 200);
  await using probe = vendor({}, { accepts: [[200, 399]], retry: { delaysMs: [1_000, 1_000], stopOn: [[400, 499]] } });
  await probe.subscribe(hook.url);
  for (let count = 0; count < 3; count += 1) {
    await probe.emit();
    await probe.twin.settle();
  }
  await probe.advance("1m");
  const { deliveries } = (await probe.call("GET", "/admin/webhooks")).json as unknown as {
    deliveries: { status: string; attempts: unknown[] }[];
  };
  expect(deliveries.map(({ status, attempts }) => `${status} ${attempts.length}`)).toEqual([
    "delivered 1",
    "failed 1",
    "delivered 2",
  ]);
});

it("jitter moves the retries, the same way for the same seed", async () => {
  const due = async (): Promise<string> => {
    await using hook = await startReceiver(500);
    await using probe = vendor({}, { retry: { delaysMs: [3_600_000], jitter: 0.5 } });
    await probe.subscribe(hook.url);
    await probe.emit();
    await probe.twin.settle();
    const { deliveries } = (await probe.call("GET", "/admin/webhooks")).json as unknown as {
      deliveries: readonly { readonly next_attempt_at: string }[];
    };
    return String(deliveries[0]?.next_attempt_at);
  };
  const first = await due();
  expect(await due()).toBe(first);
  const waitMs = Date.parse(first) - START;
  expect(waitMs).not.toBe(3_600_000);
  expect(Math.abs(waitMs - 3_600_000)).toBeLessThanOrEqual(1_800_000);
});
