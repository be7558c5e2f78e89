import { invalidRequest } from "../errors.ts";
import type { Metadata } from "../metadata.ts";
import type { Clause, SearchQuery } from "./query.ts";

/** Shortest text that a substring search takes. https://docs.stripe.com/search#search-query-language */
const SUBSTRING_CHARS_MIN = 3;

/** How a field is searched: a `token` by equality, `text` by substring too, a `number` by comparison too. */
export type SearchField<E> =
  | { readonly kind: "token" | "text"; readonly read: (entity: E) => string | boolean | null }
  | { readonly kind: "number"; readonly read: (entity: E) => number | null }
  | { readonly kind: "metadata"; readonly read: (entity: E) => Metadata };

/** The fields of a resource that its search knows. `noun` names the resource in Stripe's errors: `customers`. */
export interface SearchFields<E> {
  readonly noun: string;
  readonly fields: Readonly<Record<string, SearchField<E>>>;
}

/** Turns a query into a test of one entity. @throws VendorError where a field or operator is not supported */
export function matcherOf<E>(query: SearchQuery, searched: SearchFields<E>): (entity: E) => boolean {
  const tests = query.clauses.map((clause) => clauseTest(clause, searched));
  return query.connective === "OR"
    ? (entity) => tests.some((matches) => matches(entity))
    : (entity) => tests.every((matches) => matches(entity));
}

function clauseTest<E>(clause: Clause, searched: SearchFields<E>): (entity: E) => boolean {
  const field = Object.hasOwn(searched.fields, clause.field) ? searched.fields[clause.field] : undefined;
  if (field === undefined || (field.kind === "metadata") !== (clause.key !== null)) {
    throw unsupportedField(clause, searched.noun);
  }
  const test = fieldTest(clause, field);
  return clause.negated ? (entity) => !test(entity) : test;
}

function fieldTest<E>(clause: Clause, field: SearchField<E>): (entity: E) => boolean {
  if (field.kind === "number") return numberTest(clause, field.read);
  const { key } = clause;
  const read = field.kind === "metadata" ? (entity: E) => field.read(entity)[key ?? ""] ?? null : field.read;
  const { operator, value } = clause;
  if (operator !== ":" && operator !== "~") throw unsupportedOperator(clause);
  if (value === null) return (entity) => read(entity) === null;
  const wanted = value.toLowerCase();
  if (operator === ":") return (entity) => String(read(entity) ?? "").toLowerCase() === wanted;
  if (field.kind !== "text") throw unsupportedOperator(clause);
  if (wanted.length < SUBSTRING_CHARS_MIN) {
    const message = `The \`~\` operator requires a search term of at least ${SUBSTRING_CHARS_MIN} characters.`;
    throw invalidRequest({ message, param: "query" });
  }
  return (entity) =>
    String(read(entity) ?? "")
      .toLowerCase()
      .includes(wanted);
}

function numberTest<E>(clause: Clause, read: (entity: E) => number | null): (entity: E) => boolean {
  const { operator, value } = clause;
  if (value === null && operator === ":") return (entity) => read(entity) === null;
  const wanted = value === null || !/^-?\d+$/.test(value) ? NaN : Number(value);
  if (Number.isNaN(wanted) || operator === "~") throw unsupportedOperator(clause);
  const compare = {
    ":": (is: number) => is === wanted,
    ">": (is: number) => is > wanted,
    ">=": (is: number) => is >= wanted,
    "<": (is: number) => is < wanted,
    "<=": (is: number) => is <= wanted,
  }[operator];
  return (entity) => {
    const is = read(entity);
    return is !== null && compare(is);
  };
}

function unsupportedField({ field }: Clause, noun: string): Error {
  const message =
    `Field \`${field}\` is an unsupported search field for resource \`${noun}\`. ` +
    `See http://stripe.com/docs/search#query-fields-for-${noun.replaceAll("_", "-")} for a list of supported fields.`;
  return invalidRequest({ message, param: "query" });
}

function unsupportedOperator({ field, operator, value }: Clause): Error {
  const message = `Field \`${field}\` does not support the operator \`${operator}\` with the value \`${value ?? "null"}\`.`;
  return invalidRequest({ message, param: "query" });
}
