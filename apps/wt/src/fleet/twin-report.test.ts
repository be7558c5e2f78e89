import { expect, it } from "vitest";
import { duration } from "./twin-report.ts";

it.each([
  [0, "0s"],
  [59, "59s"],
  [60, "1m"],
  [3_599, "59m 59s"],
  [3_605, "1h"],
  [90_061, "1d 1h"],
])("%d seconds are %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
