import fc from "fast-check";
import { expect, it } from "vitest";
import { retryDelayMs } from "./retry-schedule.ts";

const failed = (attempts: number, status: number | null = 500, seed = "s") => ({ attempts, status, seed });

it("waits as the list says, and gives up after it", () => {
  const retry = { delaysMs: [10, 20] };
  expect([1, 2, 3].map((attempts) => retryDelayMs(retry, failed(attempts)))).toEqual([10, 20, null]);
  expect(retryDelayMs({ delaysMs: [] }, failed(1))).toBeNull();
});

it("gives up at once after the answers that end it", () => {
  const retry = { delaysMs: [10], stopOn: [[400, 499], 501] as const };
  const waits = [399, 400, 499, 500, 501, null].map((status) => retryDelayMs(retry, failed(1, status)));
  expect(waits).toEqual([10, null, null, 10, null, 10]);
});

it("jitter stays within its share, comes from the seed, and differs between attempts", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 1, max: 3 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (seed, attempts, jitter) => {
        const retry = { delaysMs: [1_000_000, 1_000_000, 1_000_000], jitter };
        const wait = retryDelayMs(retry, failed(attempts, 500, seed)) ?? Number.NaN;
        expect(Math.abs(wait - 1_000_000)).toBeLessThanOrEqual(1_000_000 * jitter + 1);
        expect(retryDelayMs(retry, failed(attempts, 500, seed))).toBe(wait);
      },
    ),
  );
  const retry = { delaysMs: [1_000_000, 1_000_000], jitter: 0.5 };
  expect(retryDelayMs(retry, failed(1))).not.toBe(retryDelayMs(retry, failed(2)));
  expect(retryDelayMs(retry, failed(1))).not.toBe(retryDelayMs(retry, failed(1, 500, "other")));
});
