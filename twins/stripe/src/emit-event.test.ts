import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { previousAttributes } from "./emit-event.ts";

describe("previous attributes", () => {
  test("name what changed, with the values before", () => {
    const before = { name: "a", address: { city: "x", line1: "y" }, list: [1, 2], same: 1 };
    const after = { name: "b", address: { city: "z", line1: "y" }, list: [1], same: 1, added: true };
    expect(previousAttributes(before, after)).toEqual({
      name: "a",
      address: { city: "x" },
      list: [1, 2],
      added: null,
    });
  });

  test("a map that was set or unset is shown whole", () => {
    expect(previousAttributes({ a: null }, { a: { b: 1 } })).toEqual({ a: null });
    expect(previousAttributes({ a: { b: 1 } }, { a: null })).toEqual({ a: { b: 1 } });
  });

  test("a key that names a property of all objects is one like any other", () => {
    const before = Object.fromEntries([["__proto__", "was"]]);
    expect(Object.entries(previousAttributes(before, {}))).toEqual([["__proto__", "was"]]);
  });

  test("applied to the state after, they give the state before", () => {
    const metadata = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });
    fc.assert(
      fc.property(metadata, metadata, (before, after) => {
        const previous = previousAttributes(before, after);
        const undone = Object.fromEntries(
          Object.entries({ ...after, ...previous }).filter(([, value]) => value !== null),
        );
        expect(undone).toEqual(before);
      }),
    );
  });
});
