import { instantOf } from "../../timestamps.ts";
import type { Filter, Term } from "./criteria.ts";
import { valuesAt } from "./field-values.ts";

export function passes(document: object, { operator, terms = [], filters = [] }: Filter): boolean {
  const tests = [
    ...terms.map((term) => () => holds(document, term)),
    ...filters.map((filter) => () => passes(document, filter)),
  ];
  if (tests.length === 0) return true;
  if (operator === "OR") return tests.some((test) => test());
  return operator === "AND" ? tests.every((test) => test()) : !tests.some((test) => test());
}

/** The names of the fields that a filter speaks of. */
export function namesIn({ terms = [], filters = [] }: Filter): readonly string[] {
  return [...terms.map(({ name }) => name), ...filters.flatMap(namesIn)];
}

/** All that a term asks for must be so. */
function holds(document: object, { name, value, value_in: among, range, exists, missing }: Term): boolean {
  const values = valuesAt(document, name);
  const texts = new Set(values.map(String));
  return (
    (value === undefined || texts.has(value)) &&
    (among === undefined || among.some((each) => texts.has(each))) &&
    (range === undefined || values.some((each) => isWithin(each, range))) &&
    (exists === undefined || values.length > 0 === exists) &&
    (missing === undefined || (values.length === 0) === missing)
  );
}

/** Bounds belong to the range; numbers compare as numbers, dates as instants, everything else as text. */
function isWithin(value: unknown, { min, max, timezone }: NonNullable<Term["range"]>): boolean {
  if (typeof value === "number") {
    return (min === undefined || value >= Number(min)) && (max === undefined || value <= Number(max));
  }
  const found = String(value);
  const instant = readInstant(found, "Z", "first");
  const from = min === undefined ? null : readInstant(min, timezone, "first");
  const to = max === undefined ? null : readInstant(max, timezone, "last");
  if (instant === null || (min !== undefined && from === null) || (max !== undefined && to === null)) {
    return (min === undefined || found >= min) && (max === undefined || found <= max);
  }
  return (from === null || instant >= from) && (to === null || instant <= to);
}

/** An instant; of a date alone the first or the last of the day. */
function readInstant(given: string, timezone = "Z", end: "first" | "last"): number | null {
  const time = end === "first" ? "00:00:00.000" : "23:59:59.999";
  if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return instantOf(`${given}T${time}${timezone}`);
  return instantOf(/(Z|[+-]\d{2}:?\d{2})$/i.test(given) ? given : `${given}${timezone}`);
}
