import fc from "fast-check";
import { expect, test } from "vitest";
import { EventBuffer } from "./event-buffer.ts";

test("it keeps the oldest events in order, up to its bound, and counts the rest", () => {
  const operation = fc.oneof(fc.constant("add" as const), fc.nat(5), fc.constant("report" as const));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(operation), (eventsMax, operations) => {
      const buffer = new EventBuffer(eventsMax);
      let model: number[] = [];
      let [added, drops, unreported] = [0, 0, 0];
      for (const what of operations) {
        if (what === "add") {
          buffer.add({ event: { type: "twin_started" }, atMs: added });
          if (model.length < eventsMax) model.push(added);
          else [drops, unreported] = [drops + 1, unreported + 1];
          added++;
        } else if (what === "report") {
          expect(buffer.takeUnreportedDrops()).toBe(unreported);
          unreported = 0;
        } else {
          expect(buffer.take(what).map(({ atMs }) => atMs)).toEqual(model.slice(0, what));
          model = model.slice(what);
        }
        expect([buffer.size, buffer.drops]).toEqual([model.length, drops]);
      }
    }),
  );
});
