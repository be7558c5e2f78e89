/** Currencies that an account may charge in. https://docs.stripe.com/currencies */
export const CURRENCIES: readonly string[] = (
  "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf " +
  "clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr " +
  "ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr " +
  "mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd " +
  "shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw"
).split(" ");

const known = new Set(CURRENCIES);

export function isCurrency(code: string): boolean {
  return known.has(code);
}

/** Stripe's sentence about a currency that it does not have. */
export function unsupportedCurrency(code: string): string {
  return `Invalid currency: ${code}. Stripe currently supports these currencies: ${CURRENCIES.join(", ")}`;
}
