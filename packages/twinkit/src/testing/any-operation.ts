import fc from "fast-check";
import type { Twin } from "../server/twin.ts";
import type { Call } from "./client.ts";

/** Something a user does to a probe twin. */
export type Operation =
  | { readonly do: "create"; readonly account: string; readonly text: string; readonly key: string | null }
  | { readonly do: "publish later"; readonly ms: number }
  | { readonly do: "delete"; readonly index: number }
  | { readonly do: "rewrite"; readonly index: number }
  | { readonly do: "subscribe" }
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "reset" };

const account = fc.constantFrom("", "acct_1", "acct_2");
const soonMs = fc.integer({ min: 0, max: 9_999 });

/** Any operation, for property tests: writes in several accounts, repeated keys, pending work, webhooks, the clock. */
export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("create" as const),
      account,
      text: fc.string({ minLength: 1, maxLength: 4 }),
      key: fc.option(fc.constantFrom("k1", "k2", "k3")),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("publish later" as const), ms: soonMs }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("delete" as const, "rewrite" as const), index: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("subscribe" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.integer({ min: 1, max: 5_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reset" as const) }) },
);

/** A probe twin, and a way to call it. */
interface Subject {
  readonly twin: Twin;
  readonly call: Call;
}

export async function perform(operation: Operation, { call }: Subject): Promise<void> {
  switch (operation.do) {
    case "create": {
      const headers = {
        "probe-account": operation.account,
        ...(operation.key === null ? {} : { "idempotency-key": operation.key }),
      };
      await call("POST", "/notes", { text: operation.text }, headers);
      return;
    }
    case "publish later":
      await call("POST", "/notes", { text: "later", publish_after_ms: operation.ms });
      return;
    case "delete":
    case "rewrite": {
      const notes = (await call("GET", "/notes?limit=50")).json["notes"] as unknown as readonly { id: string }[];
      const note = notes[operation.index];
      if (note === undefined) return;
      if (operation.do === "delete") await call("DELETE", `/notes/${note.id}`);
      else await call("PUT", `/notes/${note.id}/text`, "new");
      return;
    }
    case "subscribe":
      // Nothing listens there: deliveries fail, wait and are attempted again as the clock moves.
      await call("POST", "/hooks", { url: "http://127.0.0.1:1/hook" });
      return;
    case "advance":
      await call("POST", "/admin/time/advance", { duration: `${operation.ms}ms` });
      return;
    case "reset":
      await call("POST", "/admin/reset");
  }
}

/** The whole world, without how long attempts at deliveries took. */
export async function wholeWorld({ call, twin }: Subject): Promise<unknown> {
  await twin.settle();
  const text = JSON.stringify((await call("GET", "/admin/state")).json);
  return JSON.parse(text.replace(/"duration_ms":[\d.]+/g, '"duration_ms":0')) as unknown;
}
