import type { Brand } from "./brands.ts";
import type { DeclineName } from "./declines.ts";
import { type Authentication, type CardScenario, type CheckResult, ORDINARY } from "./scenario.ts";

/** A documented test card. https://docs.stripe.com/testing */
export interface TestCard {
  readonly brand: Brand;
  readonly funding: "credit" | "debit" | "prepaid";
  readonly country: string;
  readonly scenario: CardScenario;
}

/** Cards that pay, by number. */
const PAYING: Readonly<Record<string, TestCard>> = {
  "4242424242424242": paying("visa"),
  "4000056655665556": paying("visa", "debit"),
  "5555555555554444": paying("mastercard"),
  "2223003122003222": paying("mastercard"),
  "5200828282828210": paying("mastercard", "debit"),
  "5105105105105100": paying("mastercard", "prepaid"),
  "378282246310005": { ...paying("amex"), scenario: { ...ORDINARY, authentication: "unsupported" } },
  "371449635398431": paying("amex"),
  "6011111111111117": paying("discover"),
  "6011000990139424": paying("discover"),
  "6011981111111113": paying("discover", "debit"),
  "3056930009020004": paying("diners"),
  "36227206271667": paying("diners"),
  "3566002020360505": paying("jcb", "credit", "JP"),
  "6200000000000005": paying("unionpay", "credit", "CN"),
  "6200000000000047": paying("unionpay", "debit", "CN"),
  "6205500000000000004": paying("unionpay", "credit", "CN"),
  "4000000760000002": paying("visa", "credit", "BR"),
  "4000001240000000": paying("visa", "credit", "CA"),
  "4000004840008001": paying("visa", "credit", "MX"),
  "4000008260000000": paying("visa", "credit", "GB"),
  "4000002500000003": paying("visa", "credit", "FR"),
  "4000002760000016": paying("visa", "credit", "DE"),
  "4000000360000006": paying("visa", "credit", "AU"),
  "4000003560000008": paying("visa", "credit", "IN"),
  "4000003920000003": paying("visa", "credit", "JP"),
};

/** Cards that do something else, by number: what differs from an ordinary US Visa credit card. */
const SPECIAL: Readonly<Record<string, TestCard>> = {
  "4000000000000002": declining("generic_decline"),
  "4000000000009995": declining("insufficient_funds"),
  "4000000000009987": declining("lost_card"),
  "4000000000009979": declining("stolen_card"),
  "4000000000000069": declining("expired_card"),
  "4000000000000127": {
    ...declining("incorrect_cvc"),
    scenario: { ...refused("incorrect_cvc"), checks: checks("fail") },
  },
  "4000000000000119": declining("processing_error"),
  "4000000000006975": declining("card_velocity_exceeded"),
  // Can be saved; every charge is declined.
  "4000000000000341": visa({ decline: "generic_decline" }),

  "4000002500003155": authenticating("unless_set_up"),
  "4000002760003184": authenticating("always", "DE"),
  "4000003800000446": authenticating("set_up"),
  "4000008260003178": authenticating("unless_set_up", "GB", "insufficient_funds"),
  "4000000000003220": authenticating("always", "IE"),
  "4000000000003063": authenticating("always", "US"),
  "4000008400001629": authenticating("always", "US", "generic_decline"),
  "4000000000003055": authenticating("optional", "US"),

  "4100000000000019": visa({ decline: "highest_risk_level", riskLevel: "highest" }),
  "4000000000004954": visa({ riskLevel: "highest", decline: "highest_risk_level" }),
  "4000000000009235": visa({ riskLevel: "elevated" }),
  "4000000000000101": visa({ checks: checks("fail") }),
  "4000000000000036": visa({ checks: checks("pass", "pass", "fail") }),
  "4000000000000028": visa({ checks: checks("pass", "fail", "pass") }),
  "4000000000000010": visa({ checks: checks("pass", "fail", "fail") }),
  "4000000000000044": visa({ checks: checks("pass", "unavailable", "unavailable") }),

  "4000000000000077": visa({ bypassesPending: true }),
  "4000003720000278": { ...visa({ bypassesPending: true }), country: "IE" },
  "4000000000007726": visa({ refunds: "start_pending" }),
  "4000000000005126": visa({ refunds: "fail_later" }),
};

/** The test card with this number; undefined for any other number. */
export function testCard(number: string): TestCard | undefined {
  return PAYING[number] ?? SPECIAL[number];
}

export const TEST_CARD_NUMBERS: readonly string[] = [...Object.keys(PAYING), ...Object.keys(SPECIAL)];

function paying(brand: Brand, funding: TestCard["funding"] = "credit", country = "US"): TestCard {
  return { brand, funding, country, scenario: ORDINARY };
}

function visa(scenario: Partial<CardScenario>): TestCard {
  return { ...paying("visa"), scenario: { ...ORDINARY, ...scenario } };
}

function refused(decline: DeclineName): CardScenario {
  return { ...ORDINARY, decline, refusesToBeSaved: true };
}

function declining(decline: DeclineName): TestCard {
  return visa(refused(decline));
}

function authenticating(authentication: Authentication, country = "FR", decline: DeclineName | null = null): TestCard {
  return { ...visa({ authentication, decline }), country };
}

function checks(
  cvc: CheckResult,
  line1: CheckResult = "pass",
  postalCode: CheckResult = "pass",
): CardScenario["checks"] {
  return { cvc, line1, postalCode };
}
