import type { ReplayRules } from "../define/replay-rules.ts";
import type { Ids } from "../ids.ts";
import type { StateDefinition } from "../state/state.ts";

/** The parts of a definition that say how ids look. */
export interface IdSources {
  readonly state: StateDefinition;
  readonly requestId: (ids: Ids) => string;
  readonly replay?: ReplayRules;
}

/** Ids in texts, found by their form. */
export interface IdForms {
  /** Cuts a text at its ids: even places are plain, odd places are ids. */
  readonly split: (text: string) => string[];
  /** The form of an id: two ids can stand for each other only if theirs is the same. */
  readonly formOf: (id: string) => number;
}

/** Private-use characters around the number of a pattern: no maker of ids writes them itself. */
const MARK = /\ue000(\d+)\ue001/;
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

/**
 * Learns the forms of a vendor's ids from the functions that make them, by letting them make patterns instead.
 * An id without a prefix of its own could be any text, so it counts only where `replay.ids` declares it.
 */
export function idForms({ state, requestId, replay }: IdSources): IdForms {
  const made = [...Object.values(state).map(({ id }) => id), requestId]
    .map(patternOf)
    .filter((pattern) => pattern !== null && isTelling(pattern));
  const declared = (replay?.ids ?? []).map(patternOf);
  const patterns = [...new Set([...declared, ...made])].filter((pattern) => pattern !== null);
  if (patterns.length === 0) return { split: (text) => [text], formOf: () => -1 };
  // An id ends where letters and digits end; an underscore may go on to the next id, as in a client secret.
  const any = new RegExp(`((?<![0-9A-Za-z])(?:${patterns.join("|")})(?![0-9A-Za-z]))`, "g");
  const each = patterns.map((pattern) => new RegExp(`^(?:${pattern})$`));
  return {
    split: (text) => text.split(any),
    formOf: (id) => each.findIndex((pattern) => pattern.test(id)),
  };
}

/** The pattern that a maker's ids fit; null where it does more than put random texts together. */
function patternOf(make: (ids: Ids) => string): string | null {
  const patterns: string[] = [];
  const mark = (pattern: string): string => `\ue000${patterns.push(pattern) - 1}\ue001`;
  let isKnown = true;
  const text = (length: number, alphabet: string): string => mark(`${oneOf(alphabet)}{${length}}`);
  const shape = make({
    prefixed: (prefix, length) => `${prefix}${mark(`[0-9A-Za-z]{${length}}`)}`,
    hex: (length) => mark(`[0-9a-f]{${length}}`),
    text,
    uuid: () => mark(UUID),
    below: () => {
      isKnown = false;
      return 0;
    },
  });
  const parts = shape.split(MARK);
  if (!isKnown || parts.length !== 2 * patterns.length + 1 || patterns.length === 0) return null;
  return parts.map((part, at) => (at % 2 === 0 ? RegExp.escape(part) : (patterns[Number(part)] ?? ""))).join("");
}

function oneOf(alphabet: string): string {
  return `[${Array.from(alphabet, (letter) => RegExp.escape(letter)).join("")}]`;
}

function isTelling(pattern: string): boolean {
  return pattern.includes(UUID) || !/^.{0,1}\[/.test(pattern.replaceAll(/\\x[0-9a-f]{2}|\\./g, "x"));
}
