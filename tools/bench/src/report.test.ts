import { expect, it } from "vitest";
import { isMet, table } from "./report.ts";

const ROWS = [
  { what: "bare", figures: { ms: 5 }, goals: [] },
  {
    what: "twin",
    figures: { ms: 150.4, MiB: 65 },
    goals: [
      { figure: "ms", atMost: 100 },
      { figure: "MiB", atLeast: 65 },
    ],
  },
];

it("aligns columns, leaves gaps where a figure is missing and says which goal is", () => {
  expect(table("Start", ROWS).split("\n")).toEqual([
    "Start",
    "        ms   MiB  goal",
    "bare  5.00",
    "twin   150  65.0  ms 100 or less: MISSED, MiB 65 or more: met",
    "",
  ]);
});

it.each([
  [{ figure: "ms", atMost: 150.4 }, true],
  [{ figure: "ms", atMost: 150 }, false],
  [{ figure: "ms", atLeast: 150.4 }, true],
  [{ figure: "ms", atLeast: 151 }, false],
  [{ figure: "absent", atMost: 1 }, false],
])("%j is met: %s", (goal, met) => {
  expect(isMet({ what: "twin", figures: { ms: 150.4 }, goals: [goal] })).toBe(met);
});
