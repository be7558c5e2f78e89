import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probe } from "../testing/client.ts";

type Step = Operation | { readonly do: "take" | "restore" | "forget"; readonly name: string };
type Operation =
  | { readonly do: "create"; readonly account: string; readonly text: string; readonly key: string | null }
  | { readonly do: "publish later"; readonly ms: number }
  | { readonly do: "delete"; readonly index: number }
  | { readonly do: "rewrite"; readonly index: number }
  | { readonly do: "subscribe" }
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "reset" };

const name = fc.constantFrom("a", "b", "c");
const account = fc.constantFrom("", "acct_1", "acct_2");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("create" as const),
      account,
      text: fc.string({ minLength: 1, maxLength: 4 }),
      key: fc.option(fc.constantFrom("k1", "k2", "k3")),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("publish later" as const), ms: fc.integer({ min: 0, max: 9_999 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("delete" as const, "rewrite" as const), index: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("subscribe" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.integer({ min: 1, max: 5_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reset" as const) }) },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constantFrom("take" as const, "restore" as const, "forget" as const), name }),
  },
);

type Subject = ReturnType<typeof probe>;

async function run(step: Operation, { call }: Subject): Promise<void> {
  switch (step.do) {
    case "create": {
      const headers = { "probe-account": step.account, ...(step.key === null ? {} : { "idempotency-key": step.key }) };
      await call("POST", "/notes", { text: step.text }, headers);
      return;
    }
    case "publish later":
      await call("POST", "/notes", { text: "later", publish_after_ms: step.ms });
      return;
    case "delete":
    case "rewrite": {
      const notes = (await call("GET", "/notes?limit=50")).json["notes"] as unknown as readonly { id: string }[];
      const note = notes[step.index];
      if (note === undefined) return;
      if (step.do === "delete") await call("DELETE", `/notes/${note.id}`);
      else await call("PUT", `/notes/${note.id}/text`, "new");
      return;
    }
    case "subscribe":
      // Nothing listens there: deliveries fail, wait and are attempted again as the clock moves.
      await call("POST", "/hooks", { url: "http://127.0.0.1:1/hook" });
      return;
    case "advance":
      await call("POST", "/admin/time/advance", { duration: `${step.ms}ms` });
      return;
    case "reset":
      await call("POST", "/admin/reset");
  }
}

/** The whole world, without how long attempts at deliveries took. */
async function whole({ call, twin }: Subject): Promise<unknown> {
  await twin.settle();
  const text = JSON.stringify((await call("GET", "/admin/state")).json);
  return JSON.parse(text.replace(/"duration_ms":[\d.]+/g, '"duration_ms":0')) as unknown;
}

describe("snapshots", () => {
  it("after any operations restore to what cannot be told from the snapshot's moment", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await using subject = probe();
        const { call } = subject;
        const moments = new Map<string, unknown>();
        for (const step of steps) {
          if (!("name" in step)) {
            await run(step, subject);
            continue;
          }
          if (step.do === "take") {
            await subject.twin.settle();
            expect((await call("POST", "/admin/snapshots", { name: step.name })).status).toBe(201);
            moments.set(step.name, await whole(subject));
          } else if (step.do === "restore") {
            const { status } = await call("POST", `/admin/snapshots/${step.name}/restore`);
            expect(status).toBe(moments.has(step.name) ? 200 : 404);
            if (moments.has(step.name)) expect(await whole(subject)).toEqual(moments.get(step.name));
          } else {
            const { status } = await call("DELETE", `/admin/snapshots/${step.name}`);
            expect(status).toBe(moments.delete(step.name) ? 200 : 404);
          }
        }
        const listed = (await call("GET", "/admin/snapshots")).json["snapshots"] as unknown as { name: string }[];
        expect(listed.map((each) => each.name).toSorted()).toEqual([...moments.keys()].toSorted());
        // Every one that is left, in turn, whatever the path between them is.
        for (const [name, moment] of [...moments, ...moments]) {
          await call("POST", `/admin/snapshots/${name}/restore`);
          expect(await whole(subject)).toEqual(moment);
        }
      }),
      { numRuns: 150 },
    );
  });
});
