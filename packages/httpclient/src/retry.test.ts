import fc from "fast-check";
import { expect, test } from "vitest";
import { retryDelayMs } from "./retry.ts";

test("delays double from a quarter of a second to eight, less up to half of each by chance", () => {
  const longest = Array.from({ length: 10 }, (_, attempt) => delay(attempt, 1));
  expect(longest).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000]);
  fc.assert(
    fc.property(fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      expect(delay(attempt, random)).toBeLessThanOrEqual(delay(attempt, 1) ?? 0);
      expect(delay(attempt, random)).toBeGreaterThanOrEqual((delay(attempt, 1) ?? 0) / 2);
    }),
  );
});

function delay(attempt: number, random: number): number | null {
  return retryDelayMs({ status: 503, retryAfter: undefined, attempt, nowMs: 0, random });
}
