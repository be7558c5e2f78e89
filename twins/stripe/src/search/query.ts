import { invalidRequest } from "../errors.ts";

/** Most clauses of one query, and its longest text. https://docs.stripe.com/search */
const CLAUSES_MAX = 10;
const QUERY_CHARS_MAX = 1_000;

export type Operator = ":" | "~" | ">" | "<" | ">=" | "<=";

/** One condition: `-name~"ada"` is `{ field: "name", key: null, operator: "~", value: "ada", negated: true }`. */
export interface Clause {
  readonly field: string;
  /** The key inside `metadata["key"]`. */
  readonly key: string | null;
  readonly operator: Operator;
  /** Null is the word `null`: the field is not set. */
  readonly value: string | null;
  readonly negated: boolean;
}

export interface SearchQuery {
  readonly clauses: readonly Clause[];
  /** How the clauses combine; a query has one connective. */
  readonly connective: "AND" | "OR";
}

const CLAUSE =
  /^(?<negated>-)?(?<field>[a-z_][a-z_.0-9]*)(?:\[(?:"(?<key1>[^"]*)"|'(?<key2>[^']*)')\])?(?<operator>:|~|>=|<=|>|<)(?:"(?<text1>(?:[^"\\]|\\.)*)"|'(?<text2>(?:[^'\\]|\\.)*)'|(?<word>[^\s"']+))/i;
const CONNECTIVE = /^\s+(?:(?<word>AND|OR)\s+)?/i;

/** Reads Stripe's search language. @throws VendorError where the text is none */
export function parseSearchQuery(text: string): SearchQuery {
  let rest = text.trim();
  if (rest.length > QUERY_CHARS_MAX) throw unreadable();
  const clauses: Clause[] = [];
  const connectives = new Set<string>();
  for (;;) {
    const found = CLAUSE.exec(rest);
    if (found === null) throw unreadable();
    clauses.push(clauseOf(found.groups ?? {}));
    rest = rest.slice(found[0].length);
    if (rest === "") break;
    const joint = CONNECTIVE.exec(rest);
    if (joint === null || clauses.length === CLAUSES_MAX) throw unreadable();
    connectives.add((joint.groups?.["word"] ?? "AND").toUpperCase());
    rest = rest.slice(joint[0].length);
  }
  if (connectives.size > 1) {
    throw invalidRequest({ message: "You cannot combine AND and OR in the same search query.", param: "query" });
  }
  return { clauses, connective: connectives.has("OR") ? "OR" : "AND" };
}

function clauseOf(groups: Readonly<Record<string, string | undefined>>): Clause {
  const { negated, field = "", key1, key2, operator = ":", text1, text2, word } = groups;
  const quoted = text1 ?? text2;
  const value = quoted === undefined ? (word === "null" ? null : (word ?? "")) : quoted.replaceAll(/\\(.)/g, "$1");
  return {
    field: field.toLowerCase(),
    key: key1 ?? key2 ?? null,
    operator: operator as Operator,
    value,
    negated: negated !== undefined,
  };
}

function unreadable(): Error {
  const message =
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata ' +
    'or key:"value" to query for other fields.';
  return invalidRequest({ message, param: "query" });
}
