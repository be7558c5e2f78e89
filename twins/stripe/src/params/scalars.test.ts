import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { boolean, currency, decimal, integer, text, url } from "./scalars.ts";

const accepts = (schema: v.GenericSchema<unknown, unknown>, raw: unknown): boolean => v.safeParse(schema, raw).success;

describe("scalars", () => {
  test("an integer reads what it writes, and refuses every other text", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(v.parse(integer(), String(value))).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (raw) => {
        expect(accepts(integer(), raw)).toBe(/^-?\d+$/.test(raw) && Number.isSafeInteger(Number(raw)));
      }),
    );
    for (const raw of ["1e3", "0x10", " 1", "1.0", "+1", "NaN", "9007199254740993"]) {
      expect(accepts(integer(), raw)).toBe(false);
    }
  });

  test("bounds are inclusive", () => {
    expect(["0", "1", "100", "101"].map((raw) => accepts(integer({ min: 1, max: 100 }), raw))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test("text has a length, and is not empty", () => {
    expect(["", "a", "ab", "abc"].map((raw) => accepts(text(2), raw))).toEqual([false, true, true, false]);
  });

  test("booleans are two words", () => {
    expect(["true", "false", "1", "TRUE", ""].map((raw) => accepts(boolean(), raw))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test("currencies are known and lower-cased", () => {
    expect(v.parse(currency(), "EUR")).toBe("eur");
    expect(accepts(currency(), "xyz")).toBe(false);
  });

  test("decimals keep their text", () => {
    expect(v.parse(decimal(), "10.50")).toBe("10.50");
    expect(["1.1234567890123", "1.", ".5", "1e2"].map((raw) => accepts(decimal(), raw))).toEqual(
      Array.from({ length: 4 }, () => false),
    );
  });

  test("addresses name their scheme and a host", () => {
    expect(
      ["https://example.com/x", "http://127.0.0.1:1", "example.com", "ftp://x", "https://", "http://[bad"].map((raw) =>
        accepts(url(), raw),
      ),
    ).toEqual([true, true, false, false, false, false]);
  });
});
