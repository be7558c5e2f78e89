import type { SearchCriteria } from "./criteria.ts";
import type { SearchDocument } from "./document.ts";
import { valuesAt } from "./field-values.ts";

/** Most frequent values that a facet lists. */
const BUCKETS_MAX = 100;

/** How often each value of the named fields occurs, the most frequent first. */
export function facetsOf(documents: readonly SearchDocument[], names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, facetOf(documents, name)]));
}

function facetOf(documents: readonly SearchDocument[], name: string): object {
  const counts = new Map<unknown, number>();
  for (const document of documents) {
    for (const value of new Set(valuesAt(document, name))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const buckets = Array.from(counts, ([key, count]) => ({ key, doc_count: count })).toSorted(
    (a, b) => b.doc_count - a.doc_count || (String(a.key) < String(b.key) ? -1 : 1),
  );
  const others = buckets.slice(BUCKETS_MAX).reduce((sum, { doc_count: count }) => sum + count, 0);
  return { buckets: buckets.slice(0, BUCKETS_MAX), doc_count_error_upper_bound: 0, sum_other_doc_count: others };
}

/** Chosen facets narrow the documents, but not the facets themselves. */
export function passesFacets(document: SearchDocument, chosen: SearchCriteria["facets_filters"] = []): boolean {
  return chosen.every(({ name, value_in: among = [] }) => {
    const texts = new Set(valuesAt(document, name).map(String));
    return among.some((value) => texts.has(value));
  });
}
