const REDACTED = "REDACTED";
const HEADERS = ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"];
const FIELDS = ["password", "client_secret", "api_key", "secret_key", "secret", "access_token", "refresh_token", "cvc"];
/**
 * Payment card numbers have 14 to 19 digits today; 13 would also catch timestamps in milliseconds. A form writes a space
 * as `+`.
 */
const CARD_NUMBER = /(?<![\w.])\d{4}[ +-]?(?:\d[ +-]?){9,14}\d(?![\w.])/g;

const CARD_DIGITS_MIN = 14;
const DIGIT_ZERO = 0x30;
const JSON_START = /^\s*[{[]/;

/** Takes secrets out of what is about to be stored. */
export interface Scrubber {
  readonly headers: (headers: Readonly<Record<string, string>>, label?: SecretLabel) => Record<string, string>;
  /** Works on JSON, forms and queries alike; other text only loses card numbers. */
  readonly text: (text: string, label?: SecretLabel) => string;
}

/** What is written in place of a secret: the same for the same secret. */
export type SecretLabel = (secret: string) => string;

/** What a vendor's secrets are called, beside the usual names. */
export interface SecretOptions {
  readonly headers?: readonly string[];
  readonly fields?: readonly string[];
  /** Values that are no secrets wherever they stand; spaces and dashes in them make no difference. */
  readonly keep?: readonly string[];
}

export function createScrubber(extra: SecretOptions = {}): Scrubber {
  const bare = (value: string): string => value.replaceAll(/["\s+-]|%20/g, "");
  const keep = new Set(extra.keep?.map(bare));
  const isKept = (value: string): boolean => keep.size > 0 && keep.has(bare(value));
  const secretHeaders = new Set([...HEADERS, ...(extra.headers ?? [])]);
  const fields = [...FIELDS, ...(extra.fields ?? [])].join("|");
  const json = new RegExp(String.raw`("(?:${fields})"\s*:\s*)(?:"(?:[^"\\]|\\.)*"|\d+)`, "g");
  const form = new RegExp(String.raw`((?:^|[&?])(?:[^=&]*(?:\[|%5B))?(?:${fields})(?:\]|%5D)?=)[^&]*`, "gi");
  return {
    headers: (headers, label) => {
      const kept = { ...headers };
      for (const name of secretHeaders) {
        const value = kept[name];
        if (value !== undefined) kept[name] = label === undefined ? REDACTED : labelledHeader(value, label);
      }
      return kept;
    },
    text: (text, label = unlabelled) => {
      if (text === "") return text;
      const isJson = JSON_START.test(text);
      const named = text.replace(isJson ? json : form, (whole: string, name: string) => {
        const value = whole.slice(name.length);
        if (isKept(value)) return whole;
        return isJson ? `${name}"${label(unquoted(value))}"` : name + label(unescaped(value));
      });
      if (!mayHoldCard(named)) return named;
      return named.replace(CARD_NUMBER, (digits) => (isCardNumber(digits) && !isKept(digits) ? label(digits) : digits));
    },
  };
}

const unlabelled: SecretLabel = () => REDACTED;

/** The scheme of a credential is no secret, and the same credential may stand in a body without it. */
function labelledHeader(value: string, label: SecretLabel): string {
  const [, scheme = "", secret = value] = /^([A-Za-z]+ +)(\S+)$/.exec(value) ?? [];
  return scheme + label(secret);
}

/** The text of a JSON string, or the digits of a number. */
function unquoted(json: string): string {
  if (!json.startsWith('"')) return json;
  return json.includes("\\") ? parsedText(json) : json.slice(1, -1);
}

function parsedText(json: string): string {
  try {
    return JSON.parse(json) as string;
  } catch {
    return json;
  }
}

/** The value of a form's field. */
function unescaped(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return value;
  }
}

/**
 * Whether a card number can be in a text: false only where there is none. A number is a run of 14 and more digits, spaces,
 * plus signs and dashes, so one of its characters stands at a multiple of 14; to look at those is much faster than to search.
 */
export function mayHoldCard(text: string): boolean {
  for (let at = 0; at < text.length; at += CARD_DIGITS_MIN) {
    if (!isCardCharacter(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isCardCharacter(text.charCodeAt(start - 1))) start -= 1;
    let digits = 0;
    let end = start;
    for (; end < text.length && isCardCharacter(text.charCodeAt(end)); end += 1) {
      if (text.charCodeAt(end) >= DIGIT_ZERO) digits += 1;
    }
    if (digits >= CARD_DIGITS_MIN) return true;
    // Go on behind the run, still at a multiple.
    at = Math.max(at, end - (end % CARD_DIGITS_MIN));
  }
  return false;
}

/** A digit, a space, a plus sign or a dash. */
function isCardCharacter(code: number): boolean {
  return (code >= DIGIT_ZERO && code <= 0x39) || code === 0x20 || code === 0x2b || code === 0x2d;
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
