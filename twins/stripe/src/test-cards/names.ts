/**
 * Names of test cards without their prefix: `visa` is both `pm_card_visa` and `tok_visa`.
 * https://docs.stripe.com/testing?testing-method=payment-methods
 */
const NUMBER_BY_NAME: Readonly<Record<string, string>> = {
  visa: "4242424242424242",
  visa_debit: "4000056655665556",
  mastercard: "5555555555554444",
  mastercard_debit: "5200828282828210",
  mastercard_prepaid: "5105105105105100",
  amex: "378282246310005",
  amex_threeDSecureNotSupported: "378282246310005",
  discover: "6011111111111117",
  diners: "3056930009020004",
  jcb: "3566002020360505",
  unionpay: "6200000000000005",
  us: "4242424242424242",
  br: "4000000760000002",
  ca: "4000001240000000",
  mx: "4000004840008001",
  gb: "4000008260000000",
  fr: "4000002500000003",
  de: "4000002760000016",
  au: "4000000360000006",
  in: "4000003560000008",
  jp: "4000003920000003",

  chargeDeclined: "4000000000000002",
  visa_chargeDeclined: "4000000000000002",
  chargeDeclinedInsufficientFunds: "4000000000009995",
  visa_chargeDeclinedInsufficientFunds: "4000000000009995",
  chargeDeclinedLostCard: "4000000000009987",
  visa_chargeDeclinedLostCard: "4000000000009987",
  chargeDeclinedStolenCard: "4000000000009979",
  visa_chargeDeclinedStolenCard: "4000000000009979",
  chargeDeclinedVelocityLimitExceeded: "4000000000006975",
  visa_chargeDeclinedVelocityLimitExceeded: "4000000000006975",
  chargeDeclinedExpiredCard: "4000000000000069",
  chargeDeclinedIncorrectCvc: "4000000000000127",
  chargeDeclinedProcessingError: "4000000000000119",
  chargeCustomerFail: "4000000000000341",

  authenticationRequiredOnSetup: "4000002500003155",
  authenticationRequired: "4000002760003184",
  authenticationRequiredSetupForOffSession: "4000003800000446",
  authenticationRequiredChargeDeclinedInsufficientFunds: "4000008260003178",
  threeDSecure2Required: "4000000000003220",
  threeDSecureRequired: "4000000000003063",
  threeDSecureRequiredChargeDeclined: "4000008400001629",
  threeDSecureOptional: "4000000000003055",

  radarBlock: "4100000000000019",
  riskLevelHighest: "4000000000004954",
  riskLevelElevated: "4000000000009235",
  cvcCheckFail: "4000000000000101",
  avsZipFail: "4000000000000036",
  avsLine1Fail: "4000000000000028",
  avsFail: "4000000000000010",
  avsUnchecked: "4000000000000044",

  bypassPending: "4000000000000077",
  bypassPendingInternational: "4000003720000278",
  pendingRefund: "4000000000007726",
  refundFail: "4000000000005126",
};

/** The number behind `pm_card_…`; undefined for any other text. */
export function numberOfTestPaymentMethod(id: string): string | undefined {
  return numberOf(id, "pm_card_");
}

/** The number behind `tok_…`; undefined for any other text. */
export function numberOfTestToken(id: string): string | undefined {
  return numberOf(id, "tok_");
}

export const TEST_CARD_NAMES: readonly string[] = Object.keys(NUMBER_BY_NAME);

function numberOf(id: string, prefix: string): string | undefined {
  if (!id.startsWith(prefix)) return undefined;
  const name = id.slice(prefix.length);
  return Object.hasOwn(NUMBER_BY_NAME, name) ? NUMBER_BY_NAME[name] : undefined;
}
