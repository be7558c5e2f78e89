import { expect, it } from "vitest";
import { median, pairedRatio, percentile } from "./statistics.ts";

it("takes the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
  [0.001, 1],
])("finds the value of rank %d", (share, expected) => {
  const shuffled = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);
  expect(percentile(shuffled, share)).toBe(expected);
});

it("compares round with round: a slow round of both changes nothing", () => {
  expect(pairedRatio([200, 20, 200], [100, 10, 100])).toBe(2);
  expect(pairedRatio([200], [])).toBeNaN();
});
