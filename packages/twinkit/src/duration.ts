const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SHORT = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const SHORT_PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
const ISO =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
/** Years and months have no fixed length in ISO 8601; here a year is 365 days and a month 30. */
const ISO_UNITS_MS = [365 * UNIT_MS.d, 30 * UNIT_MS.d, 7 * UNIT_MS.d, UNIT_MS.d, UNIT_MS.h, UNIT_MS.m, UNIT_MS.s];

/**
 * Reads a duration as ISO 8601 (`P1DT12H`) or in short form (`24h`, `1h30m`, `250ms`).
 * @returns milliseconds, or null where the text is neither.
 */
export function parseDurationMs(text: string): number | null {
  if (SHORT.test(text)) {
    let total = 0;
    for (const [, amount, unit] of text.matchAll(SHORT_PART)) {
      total += Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
    }
    return Math.round(total);
  }
  const parts = ISO.exec(text);
  if (parts === null) return null;
  const total = ISO_UNITS_MS.reduce((sum, unitMs, index) => sum + Number(parts[index + 1] ?? 0) * unitMs, 0);
  return Math.round(total);
}
