import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Meter, weigh } from "./weight.ts";

describe("weight", () => {
  it("grows with what a value holds", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (value, text) => {
        const more = { ...value, added: text };
        const { added: _, ...less } = more;
        expect(weigh(more)).toBeGreaterThan(weigh(less));
        expect(weigh(structuredClone(value))).toBe(weigh(value));
      }),
    );
  });

  it("comes back to nothing when everything has left", () => {
    const meter = new Meter();
    meter.replace(undefined, { id: "a", name: "x" });
    meter.replace({ id: "a", name: "x" }, { id: "a", name: "a longer one", tags: [1, 2] });
    expect(meter.bytes).toBe(weigh({ id: "a", name: "a longer one", tags: [1, 2] }));
    meter.replace({ id: "a", name: "a longer one", tags: [1, 2] }, undefined);
    expect(meter.bytes).toBe(0);
  });
});
