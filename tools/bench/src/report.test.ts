import { expect, it } from "vitest";
import { table } from "./report.ts";
import { median } from "./statistics.ts";

it("takes the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it("aligns columns and leaves gaps where a figure is missing", () => {
  const rows = [
    { what: "bare", figures: { ms: "5" }, goal: "" },
    { what: "twin", figures: { ms: "50", MiB: "65" }, goal: "100 ms" },
  ];
  expect(table("Start", rows).split("\n")).toEqual([
    "Start",
    "      ms  MiB    goal",
    "bare   5",
    "twin  50   65  100 ms",
    "",
  ]);
});
