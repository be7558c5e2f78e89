import { expect, test } from "vitest";
import { overrideLimits, readLimits } from "./limits.ts";

const LIMITS = readLimits({ component: "test" });

test("the defaults are those of the documentation", () => {
  expect(LIMITS).toEqual({ timeoutMs: 30_000, maxResponseBytes: 16_777_216, maxRedirects: 5, retries: 2 });
});

test.each([
  { timeoutMs: 0 },
  { timeoutMs: Number.POSITIVE_INFINITY },
  { timeoutMs: 3_600_001 },
  { maxResponseBytes: -1 },
  { maxResponseBytes: 1.5 },
  { maxRedirects: 21 },
  { retries: 11 },
  { retries: Number.NaN },
])("%o is out of range", (options) => {
  const [name = ""] = Object.keys(options);
  expect(() => readLimits({ component: "test", ...options })).toThrowError(
    expect.objectContaining({ code: "invalid_option", message: expect.stringContaining(name) as string }),
  );
});

test("a request overrides within the same range", () => {
  const request = { method: "GET", url: "http://example.com/" };
  expect(overrideLimits(LIMITS, request)).toEqual(LIMITS);
  expect(overrideLimits(LIMITS, { ...request, timeoutMs: 60_000, maxRedirects: 0, maxResponseBytes: 1 })).toEqual({
    timeoutMs: 60_000,
    maxResponseBytes: 1,
    maxRedirects: 0,
    retries: 2,
  });
  expect(() => overrideLimits(LIMITS, { ...request, timeoutMs: 0 })).toThrowError(
    expect.objectContaining({ code: "invalid_request" }),
  );
});
