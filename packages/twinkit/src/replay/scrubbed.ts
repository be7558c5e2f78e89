/** What scrubbing leaves of a secret; in the capture of a run with the number of the secret. */
const MARK = /REDACTED(?:-\d{1,9})?/;
const MARKS = /(REDACTED(?:-\d{1,9})?)/;

export function isScrubbed(text: string): boolean {
  return MARK.test(text);
}

/** Cuts a text where secrets were: even places are what was there, odd places are the marks. */
export function splitScrubbed(text: string): string[] {
  return text.split(MARKS);
}

/** The marks in a text. */
export function marksIn(text: string): string[] {
  return splitScrubbed(text).filter((_, at) => at % 2 === 1);
}

/** Whether a mark tells its secret from others. */
export function isNumbered(mark: string): boolean {
  return mark.includes("-");
}

/** The number of a mark's secret; 0 for a mark without one. */
export function numberOf(mark: string): number {
  return Number(mark.split("-", 2)[1] ?? 0);
}
