import fc from "fast-check";
import type { LedgerEntry } from "@twinkit-pro/contracts";
import { expect, it } from "vitest";
import { type HeldExchange, Ledger, LEDGER_BYTES_MAX, LEDGER_ENTRIES_MAX } from "./ledger.ts";

const held = (weight = 1): HeldExchange => ({
  weight,
  entry: (seq) => ({ seq }) as LedgerEntry,
  release: () => undefined,
});
const seqs = (ledger: Ledger): number[] => ledger.list().map(({ seq }) => seq);

it("keeps the newest entries and counts those that left", () => {
  const ledger = new Ledger();
  for (let at = 0; at < LEDGER_ENTRIES_MAX * 3 + 7; at += 1) ledger.append(held());
  expect(ledger.size).toBe(LEDGER_ENTRIES_MAX);
  expect(seqs(ledger).at(-1)).toBe(LEDGER_ENTRIES_MAX * 3 + 7);
  expect(seqs(ledger)[0]).toBe(LEDGER_ENTRIES_MAX * 2 + 8);
  expect(ledger.dropped).toBe(LEDGER_ENTRIES_MAX * 2 + 7);
});

it("keeps the newest that weigh no more than the bound, whatever comes, and the newest always", () => {
  const weight = fc.oneof(fc.nat(LEDGER_BYTES_MAX / 4), fc.nat(2 * LEDGER_BYTES_MAX), fc.constant(1));
  fc.assert(
    fc.property(fc.array(weight, { maxLength: 200 }), (weights) => {
      const ledger = new Ledger();
      for (const [at, each] of weights.entries()) expect(ledger.append(held(each))).toBe(at + 1);
      let expected = 0;
      let bytes = 0;
      for (const each of weights.toReversed()) {
        if (expected > 0 && bytes + each > LEDGER_BYTES_MAX) break;
        expected += 1;
        bytes += each;
      }
      expect([ledger.size, ledger.bytes]).toEqual([expected, bytes]);
      expect(seqs(ledger)).toEqual(weights.map((_, at) => at + 1).slice(weights.length - expected));
    }),
  );
});

it("makes entries only when they are read", () => {
  const ledger = new Ledger();
  let made = 0;
  ledger.append({ ...held(), entry: (seq) => ({ seq, made: (made += 1) }) as unknown as LedgerEntry });
  expect(made).toBe(0);
  expect(ledger.list()).toEqual([{ seq: 1, made: 1 }]);
});

it("releases what leaves, once", () => {
  const ledger = new Ledger();
  let released = 0;
  const counted = { ...held(LEDGER_BYTES_MAX / 4), release: () => void (released += 1) };
  for (let at = 0; at < 10; at += 1) ledger.append(counted);
  expect(released).toBe(6);
});

it("starts over when cleared", () => {
  const ledger = new Ledger();
  ledger.append(held());
  ledger.clear();
  expect([ledger.size, ledger.bytes, ledger.list()]).toEqual([0, 0, []]);
  expect(ledger.append(held())).toBe(1);
});
