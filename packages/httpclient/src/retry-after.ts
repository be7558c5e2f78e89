const SECONDS = /^\d{1,9}$/;
const DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/**
 * The wait that a `Retry-After` header asks for, in milliseconds; 0 for a date that has passed.
 * Takes seconds and the three date forms of RFC 9110 sections 5.6.7 and 10.2.3.
 * @returns null where the header is absent or says nothing that can be read.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim() ?? "";
  if (SECONDS.test(text)) return Number(text) * 1_000;
  if (!DATE.test(text)) return null;
  // The asctime form carries no zone and means UTC like the others.
  const atMs = Date.parse(text.endsWith(" GMT") ? text : `${text} GMT`);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
