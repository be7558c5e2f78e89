import type { ReplayRules } from "../define/replay-rules.ts";
import { isNumbered, isScrubbed, marksIn, numberOf } from "./scrubbed.ts";
import type { Secrets } from "./secrets.ts";

/** What stands in for a scrubbed text in a field of that name; null where nothing can. */
export type Filler = (text: string, field: string) => string | null;
/** Told the name of each field that cannot be filled. */
type Lose = (field: string) => void;

/** Fills with the secrets that the replay knows, else with the definition's samples. */
export function secretFiller(secrets: Secrets, samples: NonNullable<ReplayRules["samples"]>): Filler {
  return (text, field) => {
    const restored = secrets.restore(text);
    if (restored !== null) return restored;
    const sample = samples[field];
    const [mark = ""] = marksIn(text);
    // Without its number nobody knows whether the secret was the same elsewhere.
    const made = typeof sample === "function" ? (isNumbered(mark) ? sample(numberOf(mark)) : undefined) : sample;
    if (made !== undefined && text === mark) secrets.learn(mark, made);
    return made ?? null;
  };
}

/** Puts secrets into a query or form where scrubbing took them out. */
export function fillForm(text: string, fill: Filler, lose: Lose): string {
  if (!isScrubbed(text)) return text;
  return text
    .split("&")
    .map((pair) => {
      if (!isScrubbed(pair)) return pair;
      const [name, value] = splitOnce(pair, "=");
      const field = lastName(decoded(name));
      const filled = isScrubbed(name) ? null : fill(value, field);
      if (filled !== null) return `${name}=${encodeURIComponent(filled)}`;
      lose(field);
      return pair;
    })
    .join("&");
}

/** Puts secrets into a JSON document or a form where scrubbing took them out. */
export function fillBody(text: string, fill: Filler, lose: Lose): string {
  if (!isScrubbed(text)) return text;
  const document = parsed(text);
  if (document === undefined) return fillForm(text, fill, lose);
  return JSON.stringify(fillValue(document, "", fill, lose));
}

function fillValue(value: unknown, field: string, fill: Filler, lose: Lose): unknown {
  if (typeof value === "string") {
    if (!isScrubbed(value)) return value;
    const filled = fill(value, field);
    if (filled === null) lose(field);
    return filled ?? value;
  }
  if (Array.isArray(value)) return value.map((each) => fillValue(each, field, fill, lose));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fillValue(each, name, fill, lose)]));
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
