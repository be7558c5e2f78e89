import fc from "fast-check";
import { expect, test } from "vitest";
import { passesLuhn } from "./brands.ts";
import { TEST_CARD_NUMBERS, testCard } from "./cards.ts";
import { DECLINES } from "./declines.ts";
import { numberOfTestPaymentMethod, numberOfTestToken, TEST_CARD_NAMES } from "./names.ts";

test("every documented card number passes Luhn's check", () => {
  for (const number of TEST_CARD_NUMBERS) expect(passesLuhn(number), number).toBe(true);
});

test("every name leads to a known card, as a payment method and as a token", () => {
  for (const name of TEST_CARD_NAMES) {
    const number = numberOfTestPaymentMethod(`pm_card_${name}`) ?? "";
    expect(testCard(number), name).toBeDefined();
    expect(numberOfTestToken(`tok_${name}`)).toBe(number);
  }
});

test.each(["pm_card_", "pm_card_nope", "pm_card_constructor", "pm_card_toString", "visa", "tok_visa"])(
  "%s is no test payment method",
  (id) => {
    expect(numberOfTestPaymentMethod(id)).toBeUndefined();
  },
);

test("a number with one digit changed never passes Luhn's check", () => {
  const changed = fc.record({
    number: fc.constantFrom(...TEST_CARD_NUMBERS),
    place: fc.nat({ max: 12 }),
    by: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(changed, ({ number, place, by }) => {
      const digit = (Number(number[place]) + by) % 10;
      expect(passesLuhn(number.slice(0, place) + digit + number.slice(place + 1))).toBe(false);
    }),
  );
});

test("a card that refuses to be saved says why", () => {
  for (const number of TEST_CARD_NUMBERS) {
    const { scenario } = testCard(number) ?? { scenario: null };
    if (scenario?.refusesToBeSaved === true) expect(DECLINES).toHaveProperty(scenario.decline ?? "");
  }
});
