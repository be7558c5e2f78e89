import type { ReplayDifference } from "@twinkit-pro/contracts";
import type { IdPairs } from "./id-pairs.ts";
import { matchText } from "./match-text.ts";
import { isScrubbed } from "./scrubbed.ts";
import type { Secrets } from "./secrets.ts";

export interface JsonMatch {
  readonly pairs: IdPairs;
  readonly secrets: Secrets;
  readonly report: (difference: ReplayDifference) => void;
}

/** Compares two JSON values and reports each place at which they differ. The order of an object's fields means nothing. */
export function matchJson(recorded: unknown, replayed: unknown, path: string, match: JsonMatch): void {
  if (Array.isArray(recorded) && Array.isArray(replayed)) return matchLists(recorded, replayed, path, match);
  if (isObject(recorded) && isObject(replayed)) return matchObjects(recorded, replayed, path, match);
  if (isSame(recorded, replayed, match)) return;
  match.report({ path, expected: shown(recorded), actual: shown(replayed) });
}

function matchLists(recorded: readonly unknown[], replayed: readonly unknown[], path: string, match: JsonMatch): void {
  for (let at = 0; at < Math.max(recorded.length, replayed.length); at += 1) {
    const place = `${path}[${at}]`;
    if (at >= replayed.length) match.report({ path: place, expected: shown(recorded[at]), actual: null });
    else if (at >= recorded.length) match.report({ path: place, expected: null, actual: shown(replayed[at]) });
    else matchJson(recorded[at], replayed[at], place, match);
  }
}

function matchObjects(recorded: JsonObject, replayed: JsonObject, path: string, match: JsonMatch): void {
  for (const [name, value] of Object.entries(recorded)) {
    const place = placeOf(path, name);
    const other = replayedName(name, replayed, match.pairs);
    if (other === null) match.report({ path: place, expected: shown(value), actual: null });
    else matchJson(value, replayed[other], place, match);
  }
  const expected = new Set(Object.keys(recorded).map((name) => replayedName(name, replayed, match.pairs)));
  for (const [name, value] of Object.entries(replayed)) {
    if (!expected.has(name)) match.report({ path: placeOf(path, name), expected: null, actual: shown(value) });
  }
}

/** A map may have ids for its names. */
function replayedName(name: string, replayed: JsonObject, pairs: IdPairs): string | null {
  const translated = pairs.translate(name);
  return [translated, name].find((each) => Object.hasOwn(replayed, each)) ?? null;
}

function isSame(recorded: unknown, replayed: unknown, match: JsonMatch): boolean {
  if (typeof recorded !== "string") return recorded === replayed;
  // Scrubbing makes a text of a number.
  const text = typeof replayed === "number" && isScrubbed(recorded) ? String(replayed) : replayed;
  return typeof text === "string" && matchText(recorded, text, match);
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function placeOf(path: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

/** A value as the report shows it. */
export function shown(value: unknown): string {
  return JSON.stringify(value) ?? "undefined";
}
