import fc from "fast-check";
import { expect, it } from "vitest";
import { type StoredText, TextStore } from "./text-store.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 50 }),
  fc.integer({ min: 0, max: 200_000 }).map((length) => "é".repeat(length)),
  fc.integer({ min: 10_000, max: 60_000 }).map((length) => "x".repeat(length)),
);

it("gives each text back until it is released, whatever is stored and released in between", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ text, release: fc.nat(3) }), { maxLength: 60 }), (steps) => {
      const store = new TextStore();
      const held: [StoredText, string][] = [];
      for (const step of steps) {
        held.push([store.put(step.text), step.text]);
        for (const [stored] of held.splice(0, step.release)) store.release(stored);
        for (const [stored, expected] of held) expect(store.read(stored) === expected).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

it("uses the room of released texts again", () => {
  const store = new TextStore();
  const chunks = new Set<unknown>();
  for (let index = 0; index < 10_000; index += 1) {
    const stored = store.put("x".repeat(10_000));
    if (index > 1_000) chunks.add(stored.chunk);
    store.release(stored);
  }
  expect(chunks.size).toBeLessThanOrEqual(3);
});
