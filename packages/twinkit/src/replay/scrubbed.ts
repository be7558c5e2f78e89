/** What scrubbing leaves of a secret. */
const SCRUBBED = /REDACTED/;
const SCRUBBED_PARTS = /(REDACTED)/;

export function isScrubbed(text: string): boolean {
  return SCRUBBED.test(text);
}

/** Cuts a text where secrets were: even places are what was there. */
export function splitScrubbed(text: string): string[] {
  return text.split(SCRUBBED_PARTS);
}
