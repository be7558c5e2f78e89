import fc from "fast-check";
import { expect, it } from "vitest";
import { SlotList } from "./slot-list.ts";

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom("add", "remove"), slot: fc.nat(300) }),
  fc.constant({ kind: "removeFirst", slot: 0 }),
);

it("is a sorted set of slots, whatever is added and removed", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.array(step, { maxLength: 400 }), (filled, steps) => {
      const list = new SlotList();
      let expected: number[] = [];
      for (let slot = 0; slot < filled; slot += 1) list.add(slot);
      for (let slot = 0; slot < filled; slot += 1) expected.push(slot);
      for (const { kind, slot } of steps) {
        const subject = kind === "removeFirst" ? (expected[0] ?? 0) : slot;
        if (kind === "add") list.add(subject);
        else list.remove(subject);
        expected = expected.filter((each) => each !== subject);
        if (kind === "add") expected = [...expected, subject].toSorted((a, b) => a - b);
      }
      expect(Array.from({ length: list.size }, (_, at) => list.at(at))).toEqual(expected);
      for (const slot of [0, 50, 150, 301]) {
        expect(list.positionOf(slot)).toBe(expected.filter((each) => each < slot).length);
      }
      expect(list.at(list.size)).toBeUndefined();
    }),
  );
});
