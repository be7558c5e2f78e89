import { isScrubbed } from "./scrubbed.ts";

/** Values by field name that stand in for scrubbed ones. */
type Samples = Readonly<Record<string, string>>;
/** Told the name of each field for which there is no sample. */
type Lose = (field: string) => void;

/** Puts samples where scrubbing took something out of a query or form. */
export function fillQuery(text: string, samples: Samples, lose: Lose): string {
  if (!isScrubbed(text)) return text;
  return text
    .split("&")
    .map((pair) => {
      if (!isScrubbed(pair)) return pair;
      const [name, value] = splitOnce(pair, "=");
      const field = lastName(decoded(name));
      const sample = samples[field];
      if (sample !== undefined && isScrubbed(value)) return `${name}=${encodeURIComponent(sample)}`;
      lose(field);
      return pair;
    })
    .join("&");
}

/** Puts samples where scrubbing took something out of a JSON document or a form; other text is left alone. */
export function fillBody(text: string, samples: Samples, lose: Lose): string {
  if (!isScrubbed(text)) return text;
  const document = parsed(text);
  if (document === undefined) return fillQuery(text, samples, lose);
  return JSON.stringify(filled(document, "", samples, lose));
}

function filled(value: unknown, field: string, samples: Samples, lose: Lose): unknown {
  if (typeof value === "string") {
    if (!isScrubbed(value)) return value;
    const sample = samples[field];
    if (sample === undefined) lose(field);
    return sample ?? value;
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, field, samples, lose));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, name, samples, lose)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** `card[number]` is the field `number`. */
function lastName(name: string): string {
  return /\[([^[\]]+)\]$/.exec(name)?.[1] ?? name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
