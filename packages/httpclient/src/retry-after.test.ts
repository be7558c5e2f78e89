import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRetryAfter } from "./retry-after.ts";

const NOW_MS = Date.parse("1994-11-06T08:49:00Z");

test.each([
  ["120", 120_000],
  [" 0 ", 0],
  ["Sun, 06 Nov 1994 08:49:37 GMT", 37_000],
  ["Sunday, 06-Nov-94 08:49:37 GMT", 37_000],
  ["Sun Nov  6 08:49:37 1994", 37_000],
  ["Sun, 06 Nov 1994 08:48:00 GMT", 0],
])("%j waits %i ms", (value, expected) => {
  expect(parseRetryAfter(value, NOW_MS)).toBe(expected);
});

test.each([undefined, "", "-1", "1.5", "1e3", "0x10", "soon", "1994-11-06T08:49:37Z", "Sun, 99 Nov 1994 08:49:37 GMT"])(
  "%j says nothing",
  (value) => {
    expect(parseRetryAfter(value, NOW_MS)).toBeNull();
  },
);

test("whatever a server sends, the wait is a finite number that is not negative, or none", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(Mon|Sun)[ ,:0-9A-Za-z]{0,30}$/)), (value) => {
      const waitMs = parseRetryAfter(value, NOW_MS) ?? 0;
      expect(Number.isFinite(waitMs) && waitMs >= 0).toBe(true);
    }),
  );
});

test("a date is as far away as it says", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seconds) => {
      expect(parseRetryAfter(new Date(NOW_MS + seconds * 1_000).toUTCString(), NOW_MS)).toBe(seconds * 1_000);
    }),
  );
});
