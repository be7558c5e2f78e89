import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { mergeMetadata, metadata } from "./metadata.ts";

const key = fc.string({ minLength: 1, maxLength: 40 });
const stored = fc.dictionary(key, fc.string({ minLength: 1, maxLength: 500 }), { maxKeys: 20, noNullPrototype: true });
const change = fc.dictionary(key, fc.string({ maxLength: 500 }), { maxKeys: 20, noNullPrototype: true });

describe("merging", () => {
  test("keys given win, keys given empty go, other keys stay", () => {
    fc.assert(
      fc.property(stored, change, (before, asked) => {
        const after = mergeMetadata(before, asked);
        for (const name of new Set([...Object.keys(before), ...Object.keys(asked)])) {
          const wanted = Object.hasOwn(asked, name) ? asked[name] : before[name];
          if (wanted === "") expect(Object.hasOwn(after, name)).toBe(false);
          else expect(after[name]).toBe(wanted);
        }
      }),
    );
  });

  test("is idempotent, and null unsets all", () => {
    fc.assert(
      fc.property(stored, change, (before, asked) => {
        const once = mergeMetadata(before, asked);
        expect(mergeMetadata(once, asked)).toEqual(once);
        expect(mergeMetadata(before, null)).toEqual({});
        expect(mergeMetadata(before, undefined)).toBe(before);
      }),
    );
  });
});

describe("the parameter", () => {
  test("takes what is in the limits and nothing else", () => {
    expect(v.parse(metadata(), "")).toBeNull();
    expect(v.parse(metadata(), { a: "", b: "x" })).toEqual({ a: "", b: "x" });
    for (const refused of ["text", ["a"], { a: { b: "c" } }, { ["k".repeat(41)]: "v" }, { k: "v".repeat(501) }]) {
      expect(v.safeParse(metadata(), refused).success).toBe(false);
    }
  });
});
