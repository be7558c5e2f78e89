import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random.ts";
import { Trigger } from "./trigger.ts";

type Spec = ConstructorParameters<typeof Trigger>[0];
const trigger = (spec: Spec, seed = "s"): Trigger => new Trigger(spec, createRandom(seed));
const pulls = (made: Trigger, times: number): string =>
  Array.from({ length: times }, () => (made.pull() ? "x" : ".")).join("");

describe("a trigger", () => {
  it("fires always where nothing says how often", () => {
    const always = trigger({});
    expect([pulls(always, 5), always.remaining, always.spent]).toEqual(["xxxxx", null, false]);
  });

  it("fires as often as its count says, and is spent then", () => {
    const twice = trigger({ count: 2 });
    expect([pulls(twice, 1), twice.remaining, twice.spent]).toEqual(["x", 1, false]);
    expect([pulls(twice, 1), twice.remaining, twice.spent]).toEqual(["x", 0, true]);
    expect(pulls(twice, 3)).toBe("...");
  });

  it("goes through its sequence, and is spent after the last step", () => {
    const steps = trigger({ sequence: ["fail", "fail", "ok", "fail", "ok"] });
    expect([pulls(steps, 4), steps.remaining, steps.spent]).toEqual(["xx.x", 0, false]);
    expect([pulls(steps, 3), steps.spent]).toEqual(["...", true]);
  });

  it("begins its sequence again where it repeats", () => {
    const steps = trigger({ sequence: ["fail", "fail", "ok"], repeat: true });
    expect([pulls(steps, 8), steps.remaining, steps.spent]).toEqual(["xx.xx.xx", null, false]);
  });

  it("fires never at rate 0, always at rate 1, and about as often as the rate says", () => {
    expect(pulls(trigger({ rate: 0 }), 50)).toBe(".".repeat(50));
    expect(pulls(trigger({ rate: 1 }), 50)).toBe("x".repeat(50));
    const fired = pulls(trigger({ rate: 0.3 }), 10_000).replaceAll(".", "").length;
    expect(fired).toBeGreaterThan(2_850);
    expect(fired).toBeLessThan(3_150);
  });

  it("fires the same for the same seed", () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, rate) => {
        expect(pulls(trigger({ rate }, seed), 30)).toBe(pulls(trigger({ rate }, seed), 30));
      }),
    );
    expect(pulls(trigger({ rate: 0.5 }, "a"), 30)).not.toBe(pulls(trigger({ rate: 0.5 }, "b"), 30));
  });

  it("counts and steps as a list of booleans would", () => {
    const sequence = fc.array(fc.constantFrom("fail" as const, "ok" as const), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sequence, fc.boolean(), fc.nat(60), (steps, repeat, times) => {
        const made = trigger({ sequence: steps, repeat });
        const expected = Array.from({ length: times }, (_, at) => {
          const step = repeat ? steps[at % steps.length] : steps[at];
          return step === "fail" ? "x" : ".";
        });
        expect(pulls(made, times)).toBe(expected.join(""));
        const left = steps.slice(times).filter((step) => step === "fail").length;
        expect([made.remaining, made.spent]).toEqual(repeat ? [null, false] : [left, times >= steps.length]);
      }),
    );
  });
});
