import type { IdPairs } from "./id-pairs.ts";
import { isScrubbed, splitScrubbed } from "./scrubbed.ts";

/** A cut text may end inside of an id: so many characters at its end are not compared. */
const CUT_MARGIN_CHARS = 80;

export interface MatchOptions {
  readonly pairs: IdPairs;
  /** The recorded text was cut; what follows in the replayed one is not known to differ. */
  readonly isCut?: boolean;
}

/**
 * Whether a replayed text is the recorded one: the same letters, but for ids, which must stand for each other, and for
 * what was scrubbed, which may be anything.
 */
export function matchText(recorded: string, replayed: string, { pairs, isCut = false }: MatchOptions): boolean {
  if (!isCut && !isScrubbed(recorded)) return matchWhole(recorded, replayed, pairs);
  const tokens = tokensOf(isCut ? recorded.slice(0, -CUT_MARGIN_CHARS) : recorded, pairs);
  let place = 0;
  let afterGap = false;
  for (const [at, { kind, text }] of tokens.entries()) {
    const isEnd = at === tokens.length - 1 && !isCut;
    if (kind === "gap") {
      afterGap = true;
      continue;
    }
    if (kind === "plain") {
      const found = afterGap ? plainPlace(text, replayed, place, isEnd) : place;
      if (found < place || !replayed.startsWith(text, found)) return false;
      place = found + text.length;
    } else {
      if (afterGap) place += (pairs.split(replayed.slice(place))[0] ?? "").length;
      // Ids of one form have one length.
      if (!pairs.relate(text, replayed.slice(place, place + text.length))) return false;
      place += text.length;
    }
    afterGap = false;
  }
  return isCut || afterGap || place === replayed.length;
}

/** Where the text after a secret begins: at the end of all, or at the first place where it could. */
function plainPlace(text: string, replayed: string, from: number, isEnd: boolean): number {
  return isEnd ? replayed.length - text.length : replayed.indexOf(text, from);
}

function matchWhole(recorded: string, replayed: string, pairs: IdPairs): boolean {
  const expected = pairs.split(recorded);
  const actual = pairs.split(replayed);
  if (expected.length !== actual.length) return false;
  return expected.every((part, at) => {
    const other = actual[at] ?? "";
    return at % 2 === 1 ? pairs.relate(part, other) : part === other;
  });
}

interface Token {
  /** `gap`: a secret was here. */
  readonly kind: "plain" | "id" | "gap";
  readonly text: string;
}

function tokensOf(recorded: string, pairs: IdPairs): Token[] {
  const tokens = splitScrubbed(recorded).flatMap((part, at): Token[] => {
    if (at % 2 === 1) return [{ kind: "gap", text: part }];
    return pairs.split(part).map((text, index) => ({ kind: index % 2 === 1 ? "id" : "plain", text }));
  });
  return tokens.filter(({ text }) => text !== "");
}
