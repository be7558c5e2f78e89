import type { IdPairs } from "./id-pairs.ts";
import { isScrubbed, splitScrubbed } from "./scrubbed.ts";
import type { Secrets } from "./secrets.ts";

/** A cut text may end inside of an id: so many characters at its end are not compared. */
const CUT_MARGIN_CHARS = 80;

export interface MatchOptions {
  readonly pairs: IdPairs;
  readonly secrets: Secrets;
  /** The recorded text was cut; what follows in the replayed one is not known to differ. */
  readonly isCut?: boolean;
}

/**
 * Whether a replayed text is the recorded one: the same letters, but for ids, which must stand for each other, and for
 * what was scrubbed: a secret that is numbered must be the same wherever it stands, any other may be anything.
 */
export function matchText(
  recorded: string,
  replayed: string,
  { pairs, secrets, isCut = false }: MatchOptions,
): boolean {
  if (!isCut && !isScrubbed(recorded)) return matchWhole(recorded, replayed, pairs);
  const tokens = tokensOf(isCut ? recorded.slice(0, -CUT_MARGIN_CHARS) : recorded, pairs);
  let place = 0;
  let gap: string | null = null;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === "gap") {
      gap = text;
      continue;
    }
    const isEnd = at === tokens.length - 1 && !isCut;
    const found = gap === null ? place : placeAfterGap(tokens[at] ?? { kind, text }, replayed, { place, isEnd, pairs });
    if (found < place) return false;
    if (gap !== null && !secrets.learn(gap, replayed.slice(place, found))) return false;
    gap = null;
    // Ids of one form have one length.
    const other = replayed.slice(found, found + text.length);
    if (kind === "id" ? !pairs.relate(text, other) : text !== other) return false;
    place = found + text.length;
  }
  if (isCut) return true;
  return gap === null ? place === replayed.length : secrets.learn(gap, replayed.slice(place));
}

interface GapEnd {
  readonly place: number;
  readonly isEnd: boolean;
  readonly pairs: IdPairs;
}

/** Where the text after a secret begins: at the end of all, or at the first place where it could. */
function placeAfterGap({ kind, text }: Token, replayed: string, { place, isEnd, pairs }: GapEnd): number {
  if (isEnd) return replayed.length - text.length;
  if (kind === "plain") return replayed.indexOf(text, place);
  return place + (pairs.split(replayed.slice(place))[0] ?? "").length;
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
