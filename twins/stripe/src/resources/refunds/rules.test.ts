import fc from "fast-check";
import { VendorError } from "@twinkit-pro/twinkit";
import { expect, test } from "vitest";
import { cardFee } from "../balance-transactions/fees.ts";
import { sumsByCurrency } from "../balance/sums.ts";
import type { BalanceTransaction } from "../balance-transactions/balance-transaction.ts";
import { refundable, refundAmount } from "./rules.ts";

const captured = fc.integer({ min: 50, max: 99_999_999 });
const asked = fc.array(fc.option(fc.integer({ min: 1, max: 99_999_999 }), { nil: undefined }), { maxLength: 12 });

test("whatever is asked, refunds never take more than was captured, and one of the rest always succeeds", () => {
  fc.assert(
    fc.property(captured, asked, (amount, wishes) => {
      let charge = { id: "ch_1", amount_captured: amount, amount_refunded: 0, currency: "usd" };
      for (const wish of wishes) {
        const left = refundable(charge);
        try {
          const taken = refundAmount(charge, wish);
          expect(taken).toBe(wish ?? left);
          charge = { ...charge, amount_refunded: charge.amount_refunded + taken };
        } catch (error) {
          expect(error).toBeInstanceOf(VendorError);
          expect(left === 0 || (wish ?? 0) > left).toBe(true);
        }
        expect(charge.amount_refunded).toBeLessThanOrEqual(amount);
      }
      if (refundable(charge) > 0) expect(refundAmount(charge, undefined)).toBe(refundable(charge));
    }),
  );
});

test("the balance is the sum of all net amounts, apart by availability", () => {
  const movement = fc.record({
    amount: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fee: fc.integer({ min: 0, max: 1_000 }),
    currency: fc.constantFrom("usd", "eur", "jpy"),
    available_on: fc.integer({ min: 0, max: 200 }),
  });
  fc.assert(
    fc.property(fc.array(movement), fc.integer({ min: 0, max: 200_000 }), (movements, now) => {
      const sums = sumsByCurrency(movements as unknown as BalanceTransaction[], now);
      for (const [currency, { available, pending }] of sums) {
        const own = movements.filter((each) => each.currency === currency);
        expect(available + pending).toBe(own.reduce((sum, { amount, fee }) => sum + amount - fee, 0));
        const due = own.filter(({ available_on: on }) => on * 1_000 <= now);
        expect(available).toBe(due.reduce((sum, { amount, fee }) => sum + amount - fee, 0));
      }
    }),
  );
});

test.each([
  [10_000, "usd", 320],
  [50, "usd", 31],
  [999, "usd", 59],
  [1_000, "jpy", 59],
  [1_000, "kwd", 329],
  [10, "huf", 10],
])("the fee on %i %s is %i", (amount, currency, fee) => {
  expect(cardFee(amount, currency)).toBe(fee);
});
