const REDACTED = "REDACTED";
const HEADERS = ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"];
const FIELDS = ["password", "client_secret", "api_key", "secret_key", "secret", "access_token", "refresh_token", "cvc"];
/** Payment card numbers have 14 to 19 digits today; 13 would also catch timestamps in milliseconds. */
const CARD_NUMBER = /(?<![\w.])\d{4}[ -]?(?:\d[ -]?){9,14}\d(?![\w.])/g;

/** Takes secrets out of what is about to be stored. */
export interface Scrubber {
  readonly headers: (headers: Readonly<Record<string, string>>) => Record<string, string>;
  /** Works on JSON, forms and queries alike; other text only loses card numbers. */
  readonly text: (text: string) => string;
}

/** What a vendor's secrets are called, beside the usual names. */
export interface SecretOptions {
  readonly headers?: readonly string[];
  readonly fields?: readonly string[];
  /** Values that are no secrets wherever they stand, without spaces and dashes. */
  readonly keep?: readonly string[];
}

export function createScrubber(extra: SecretOptions = {}): Scrubber {
  const keep = new Set(extra.keep);
  const isKept = (value: string): boolean => keep.size > 0 && keep.has(value.replaceAll(/["\s+-]|%20/g, ""));
  const secretHeaders = new Set([...HEADERS, ...(extra.headers ?? [])]);
  const fields = [...FIELDS, ...(extra.fields ?? [])].join("|");
  const json = new RegExp(String.raw`("(?:${fields})"\s*:\s*)(?:"(?:[^"\\]|\\.)*"|\d+)`, "g");
  const form = new RegExp(String.raw`((?:^|[&?])(?:[^=&]*(?:\[|%5B))?(?:${fields})(?:\]|%5D)?=)[^&]*`, "gi");
  return {
    headers: (headers) => {
      const kept: Record<string, string> = {};
      for (const name in headers) kept[name] = secretHeaders.has(name) ? REDACTED : (headers[name] ?? "");
      return kept;
    },
    text: (text) => {
      if (text === "") return text;
      const first = text.charCodeAt(0);
      const isJson = first === 0x7b || first === 0x5b;
      const scrubbed = isJson ? `"${REDACTED}"` : REDACTED;
      const named = text.replace(isJson ? json : form, (whole: string, name: string) =>
        isKept(whole.slice(name.length)) ? whole : name + scrubbed,
      );
      return named.replace(CARD_NUMBER, (digits) => (isCardNumber(digits) && !isKept(digits) ? REDACTED : digits));
    },
  };
}

/** Luhn's check (ISO/IEC 7812-1). */
function isCardNumber(text: string): boolean {
  let sum = 0;
  let double = false;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    const value = double ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
    double = !double;
  }
  return sum % 10 === 0;
}
