import fc from "fast-check";
import { expect, it } from "vitest";
import { HeaderMemo } from "./header-memo.ts";

const headers = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("", "1", "2"));

it("gives what it was given, whatever came before, and weighs it", () => {
  fc.assert(
    fc.property(fc.array(headers, { maxLength: 20 }), (sequence) => {
      const memo = new HeaderMemo();
      for (const each of sequence) {
        const weight = Object.entries(each).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
        const kept = memo.keep(each);
        expect([{ ...kept.fields }, kept.weight]).toEqual([{ ...each }, weight]);
      }
    }),
  );
});

it("keeps headers that repeat the last ones only once", () => {
  const memo = new HeaderMemo();
  const first = memo.keep({ host: "a", accept: "*/*" });
  expect(memo.keep({ host: "a", accept: "*/*" })).toBe(first);
  expect(memo.keep({ host: "a" })).not.toBe(first);
});
