import { textsIn, valuesAt } from "./field-values.ts";
import { matchesWildcards } from "./wildcards.ts";

const DEFAULT_FIELDS = ["title", "description", "segment_text", "file_names", "metadata", "transcription_text"];

interface Part {
  /** The only field to look into; null for all that are searched. */
  readonly field: string | null;
  readonly excluded: boolean;
  /** Words that follow each other, or one word with wildcards. */
  readonly words: readonly string[];
}

/**
 * A condition for a query in the index's language: words that must all be there, `"phrases"`, `OR`, `NOT` or a leading
 * minus, `field:word`, and the wildcards `*` and `?`.
 */
export function matchingText(query: string, fields = DEFAULT_FIELDS): (document: object) => boolean {
  const alternatives = partsOf(query);
  if (alternatives.every((parts) => parts.length === 0)) return () => true;
  return (document) =>
    alternatives.some(
      (parts) => parts.length > 0 && parts.every((part) => part.excluded !== isIn(document, part, fields)),
    );
}

/** The parts between one `OR` and the next. */
function partsOf(query: string): readonly (readonly Part[])[] {
  const alternatives: Part[][] = [[]];
  let negated = false;
  for (const [, minus, field, phrase, word = ""] of query.matchAll(/(-)?(?:([\w.]+):)?(?:"([^"]*)"|([^\s"]+))/g)) {
    if (phrase === undefined && field === undefined && (word === "OR" || word === "||")) alternatives.push([]);
    else if (phrase === undefined && field === undefined && word === "NOT") negated = true;
    else if (phrase !== undefined || (word !== "AND" && word !== "&&")) {
      const words = phrase === undefined && /[*?]/.test(word) ? [word.toLowerCase()] : wordsOf(phrase ?? word);
      const part = { field: field ?? null, excluded: negated || minus !== undefined, words };
      if (words.length > 0) alternatives.at(-1)?.push(part);
      negated = false;
    }
  }
  return alternatives;
}

function isIn(document: object, { field, words }: Part, fields: readonly string[]): boolean {
  const [first = ""] = words;
  if (first === "*" && field === null) return true;
  const texts = (field === null ? fields : [field]).flatMap((name) => textsOf(document, name));
  if (/[*?]/.test(first)) {
    return texts.some((found) =>
      [found.toLowerCase(), ...wordsOf(found)].some((each) => matchesWildcards(each, first)),
    );
  }
  return texts.some((found) => followEachOther(wordsOf(found), words));
}

function textsOf(document: object, field: string): readonly string[] {
  const names = field === "file_names" ? ["files.name", "files.original_name"] : [field];
  return names.flatMap((name) => valuesAt(document, name)).flatMap(textsIn);
}

function followEachOther(found: readonly string[], words: readonly string[]): boolean {
  return found.some((_, at) => words.every((word, offset) => found[at + offset] === word));
}

function wordsOf(found: string): readonly string[] {
  return found.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
