import fc from "fast-check";
import { expect, it } from "vitest";
import { createIds } from "./ids.ts";
import { createRandom } from "./random.ts";

const draw = (seed: string, count: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

it("gives the same sequence for the same seed and another for another", () => {
  expect(draw("42/stripe/default", 50)).toEqual(draw("42/stripe/default", 50));
  expect(draw("42/stripe/default", 5)).not.toEqual(draw("43/stripe/default", 5));
});

it("continues exactly from a restored state", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(100), (seed, skip) => {
      const random = createRandom(seed);
      for (let at = 0; at < skip; at += 1) random.next();
      const state = random.state();
      const expected = [random.next(), random.next()];
      random.restore(state);
      expect([random.next(), random.next()]).toEqual(expected);
    }),
  );
});

it("stays within its bounds", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 1_000 }), (seed, bound) => {
      const random = createRandom(seed);
      for (let at = 0; at < 20; at += 1) {
        const value = random.below(bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      }
    }),
  );
});

it("makes ids in the vendor's form, and 100,000 of them without a repeat", () => {
  const ids = createIds(createRandom("ids"));
  expect(ids.prefixed("re_", 24)).toMatch(/^re_[0-9A-Za-z]{24}$/);
  expect(ids.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(Array.from({ length: 100_000 }, () => ids.prefixed("", 14))).size).toBe(100_000);
});
