import { invalidField } from "../../errors.ts";
import type { Sort } from "./criteria.ts";
import type { SearchDocument } from "./document.ts";
import { valuesAt } from "./field-values.ts";

/** Sorts by the first value of each field; documents without one come last. */
export function sorted(documents: readonly SearchDocument[], order: readonly Sort[]): readonly SearchDocument[] {
  if (order.length === 0) return documents;
  return documents.toSorted((a, b) => {
    for (const { name, order: direction } of order) {
      const compared = compare(keyOf(a, name), keyOf(b, name), direction === "desc" ? -1 : 1);
      if (compared !== 0) return compared;
    }
    return 0;
  });
}

/** The keys that `search_after` goes on from; the id makes them unique. */
export function sortKeys(document: SearchDocument, order: readonly Sort[]): readonly unknown[] {
  return [...order.map(({ name }) => keyOf(document, name)), document.id];
}

/** @throws VendorError 400 where no document has these keys */
export function after(
  documents: readonly SearchDocument[],
  order: readonly Sort[],
  keys: readonly unknown[],
): readonly SearchDocument[] {
  const wanted = JSON.stringify(keys);
  const at = documents.findIndex((document) => JSON.stringify(sortKeys(document, order)) === wanted);
  if (at < 0) throw invalidField("search_after", "Not a valid list of sort keys.");
  return documents.slice(at + 1);
}

function keyOf(document: SearchDocument, name: string): unknown {
  return valuesAt(document, name)[0] ?? null;
}

function compare(a: unknown, b: unknown, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  const left = String(a as string);
  const right = String(b as string);
  return left === right ? 0 : direction * (left < right ? -1 : 1);
}
