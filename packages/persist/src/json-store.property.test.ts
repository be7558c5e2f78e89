import { appendFile } from "node:fs/promises";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { type JsonStore, openJsonStore } from "./index.ts";
import { createTempDirectory } from "./testing.ts";

const schema = v.unknown();

/** Any JSON value. JSON writes -0 as 0. */
const value = fc.jsonValue().map((json: unknown): unknown => JSON.parse(JSON.stringify(json)));
const key = fc.oneof(fc.constantFrom("a", "b", "c"), fc.string({ unit: "binary", maxLength: 3 }));

type Step =
  | { do: "set"; key: string; value: unknown }
  | { do: "delete"; key: string }
  | { do: "clear" | "compact" | "reopen" }
  | { do: "tear"; bytes: Uint8Array }
  | { do: "together"; sets: [string, unknown][] };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("set" as const), key, value }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("delete" as const), key }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "clear" }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: "compact" }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: "reopen" }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("tear" as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 30 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("together" as const),
      sets: fc.array(fc.tuple(key, value), { maxLength: 4 }),
    }),
  },
);

function imitate(model: Map<string, unknown>, taken: Step): void {
  if (taken.do === "set") model.set(taken.key, taken.value);
  if (taken.do === "delete") model.delete(taken.key);
  if (taken.do === "clear") model.clear();
  if (taken.do === "together") for (const [name, content] of taken.sets) model.set(name, content);
}

/** Returns the store to go on with. */
async function take(store: JsonStore<unknown>, path: string, taken: Step): Promise<JsonStore<unknown>> {
  switch (taken.do) {
    case "set":
      await store.set(taken.key, taken.value);
      return store;
    case "delete":
      await store.delete(taken.key);
      return store;
    case "clear":
      await store.clear();
      return store;
    case "compact":
      await store.compact();
      return store;
    case "together":
      await Promise.all(taken.sets.map(([name, content]) => store.set(name, content)));
      return store;
    case "tear":
      await store.close();
      await appendFile(
        path,
        Buffer.from(taken.bytes).map((byte) => (byte === 0x0a ? 0 : byte)),
      );
      return openJsonStore({ path, schema });
    case "reopen":
      await store.close();
      return openJsonStore({ path, schema });
  }
}

describe("any sequence of set, delete, clear, compact, reopen and torn tail", () => {
  it("leaves what a Map would hold, in its order", async () => {
    await using directory = await createTempDirectory();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const path = directory.join(`store-${run++}`);
        const model = new Map<string, unknown>();
        let store = await openJsonStore({ path, schema });
        try {
          for (const taken of steps) {
            imitate(model, taken);
            store = await take(store, path, taken);
            expect(store.entries()).toEqual([...model]);
            expect(store.size).toBe(model.size);
          }
        } finally {
          await store.close();
        }
        await using again = await openJsonStore({ path, schema });
        expect(again.entries()).toEqual([...model]);
      }),
      { numRuns: 60 },
    );
  });
});
