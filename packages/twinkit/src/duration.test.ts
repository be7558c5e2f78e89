import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDurationMs } from "./duration.ts";

describe("parseDurationMs", () => {
  it.each([
    ["24h", 86_400_000],
    ["1h30m", 5_400_000],
    ["250ms", 250],
    ["1.5s", 1_500],
    ["7d", 604_800_000],
    ["0s", 0],
    ["P1D", 86_400_000],
    ["P1DT12H", 129_600_000],
    ["PT0.25S", 250],
    ["P2W", 1_209_600_000],
    ["P1Y", 31_536_000_000],
    ["P1M", 2_592_000_000],
    ["PT1M", 60_000],
  ])("reads %s", (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(["", "P", "PT", "P1DT", "24", "h", "-1h", "1h ", "1 h", "1x", "P1H", "1e3s", "Infinity"])(
    "refuses %j",
    (text) => {
      expect(parseDurationMs(text)).toBeNull();
    },
  );

  it("reads every whole number of every unit", () => {
    const units = { ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 } as const;
    fc.assert(
      fc.property(fc.nat(1e6), fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])), (amount, unit) => {
        expect(parseDurationMs(`${amount}${unit}`)).toBe(amount * units[unit]);
      }),
    );
  });
});
