import { createServer } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOperation, type Operation, perform, wholeWorld } from "../testing/any-operation.ts";
import { probe } from "../testing/client.ts";

type Step = Operation | { readonly do: "take" | "restore" | "forget"; readonly name: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 15, arbitrary: anyOperation },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom("take" as const, "restore" as const, "forget" as const),
      name: fc.constantFrom("a", "b", "c"),
    }),
  },
);

describe("snapshots", () => {
  it("after any operations restore to what cannot be told from the snapshot's moment", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await using subject = probe();
        const { call } = subject;
        const moments = new Map<string, unknown>();
        for (const step of steps) {
          if (!("name" in step)) {
            await perform(step, subject);
            continue;
          }
          if (step.do === "take") {
            await subject.twin.settle();
            expect((await call("POST", "/admin/snapshots", { name: step.name })).status).toBe(201);
            moments.set(step.name, await wholeWorld(subject));
          } else if (step.do === "restore") {
            const { status } = await call("POST", `/admin/snapshots/${step.name}/restore`);
            expect(status).toBe(moments.has(step.name) ? 200 : 404);
            if (moments.has(step.name)) expect(await wholeWorld(subject)).toEqual(moments.get(step.name));
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
          expect(await wholeWorld(subject)).toEqual(moment);
        }
      }),
      { numRuns: 150 },
    );
  });
});

it("a call that is under way when a snapshot is taken is made again after a restore", async () => {
  await using subject = probe();
  const { call, twin } = subject;
  const answers: (() => void)[] = [];
  let calls = 0;
  const receiver = createServer((request, response) => {
    calls += 1;
    request.resume();
    answers.push(() => response.end("pong"));
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as { port: number };
  await call("POST", "/pings", { url: `http://127.0.0.1:${port}/` });
  await expect.poll(() => calls).toBe(1);
  await call("POST", "/admin/snapshots", { name: "s" });
  const exported = (await call("GET", "/admin/state")).json;
  expect(exported["agenda"]).toMatchObject({ entries: [{ action: "@outbound.send" }] });
  answers.pop()?.();
  await twin.settle();
  expect((await call("GET", "/notes/count")).json).toEqual({ count: 1 });
  await call("POST", "/admin/snapshots/s/restore");
  await expect.poll(() => calls).toBe(2);
  answers.pop()?.();
  await twin.settle();
  receiver.close();
  expect((await call("GET", "/notes")).json).toMatchObject({ notes: [{ text: "answered 200" }] });
});
