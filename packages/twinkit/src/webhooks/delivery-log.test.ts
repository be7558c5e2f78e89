import { describe, expect, it } from "vitest";
import type { Delivery } from "./delivery.ts";
import { DELIVERIES_KEPT_MAX, DELIVERY_CHARS_MAX, DeliveryLog } from "./delivery-log.ts";

const AT = "2026-01-01T00:00:00.000Z";

function delivery(change: Partial<Delivery> = {}, body = "{}"): Omit<Delivery, "id"> {
  const event = { id: "ev_1", type: "note.deleted" };
  return {
    account: "",
    message: { event, endpoint: "hook_1", url: "http://127.0.0.1/", body, secret: "" },
    status: "delivered",
    created_at: AT,
    next_attempt_at: null,
    attempts: [],
    failure: null,
    replayed_from: null,
    ...change,
  };
}

describe("what a world keeps of its deliveries", () => {
  it("is bounded in number: the oldest finished ones leave, pending ones stay", () => {
    const log = new DeliveryLog();
    const pending = log.add(delivery({ status: "pending" }));
    for (let count = 0; count < DELIVERIES_KEPT_MAX + 5; count += 1) log.add(delivery());
    expect(log.list()).toHaveLength(DELIVERIES_KEPT_MAX + 1);
    expect(log.list()[0]).toBe(pending);
    expect(log.list()[1]?.id).toBe("whd_000007");
    log.update(pending.id, { status: "failed" });
    expect(log.list()).toHaveLength(DELIVERIES_KEPT_MAX);
    expect(log.list()[0]).toMatchObject({ id: pending.id, status: "failed" });
  });

  it("is bounded in size", () => {
    const log = new DeliveryLog();
    const body = "x".repeat(DELIVERY_CHARS_MAX / 4);
    for (let count = 0; count < 10; count += 1) log.add(delivery({}, body));
    expect(log.list().map(({ id }) => id)).toEqual(["whd_000007", "whd_000008", "whd_000009", "whd_000010"]);
  });

  it("does not change in an image of it", () => {
    const log = new DeliveryLog();
    const { id } = log.add(delivery({ status: "pending" }));
    log.failing.add("", "hook_1", AT);
    const image = log.capture();
    log.update(id, { status: "failed" });
    log.add(delivery());
    log.failing.add("", "hook_1", AT);
    log.failing.add("", "hook_2", AT);
    log.adopt(image);
    expect(log.list()).toMatchObject([{ id, status: "pending" }]);
    expect(log.failing.list()).toEqual([{ account: "", endpoint: "hook_1", failures: 1, since: AT }]);
    expect(log.add(delivery()).id).toBe("whd_000002");
    log.adopt(image);
    expect(log.list()).toHaveLength(1);
  });

  it("is the same after an export and an import, and new ids collide with none", () => {
    const log = new DeliveryLog();
    for (let count = 0; count < 3; count += 1) log.add(delivery());
    log.failing.add("acct", "hook_1", AT);
    const exported = log.export();
    const other = new DeliveryLog();
    other.restore(exported);
    expect(other.export()).toEqual(exported);
    other.restore({ ...exported, count: 0 });
    expect(other.add(delivery()).id).toBe("whd_000004");
  });
});
