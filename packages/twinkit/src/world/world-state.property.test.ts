import fc from "fast-check";
import { expect, it } from "vitest";
import { anyOperation, perform, wholeWorld } from "../testing/any-operation.ts";
import { probe } from "../testing/client.ts";

it("an export is imported as it was: order, counters, pending work; and what follows is the same in both", async () => {
  const operations = fc.array(anyOperation, { maxLength: 30 });
  // A reset goes back to each twin's own seed.
  const onwards = operations.map((list) => list.filter((operation) => operation.do !== "reset"));
  await fc.assert(
    fc.asyncProperty(operations, onwards, async (before, after) => {
      await using one = probe();
      await using two = probe({ seed: 7 });
      for (const operation of before) await perform(operation, one);
      for (const operation of after.slice(0, 5)) await perform(operation, two);
      const exported = await wholeWorld(one);
      expect((await two.call("POST", "/admin/state", exported)).status).toBe(200);
      expect(await wholeWorld(two)).toEqual(exported);
      // Ids that are made from here on must collide with nothing that was imported.
      for (const operation of after) await Promise.all([perform(operation, one), perform(operation, two)]);
      expect(await wholeWorld(two)).toEqual(await wholeWorld(one));
    }),
    { numRuns: 100 },
  );
});
