import type { State } from "../../types.ts";
import type { SearchCriteria } from "./criteria.ts";
import { documentsOf, type SearchDocument } from "./document.ts";
import { namesIn, passes } from "./filter.ts";
import { sorted } from "./sort.ts";
import { matchingText } from "./text-query.ts";

/** What a search finds, in its order, before facets narrow it. Deleted objects are found by their status only. */
export function runSearch(state: State, criteria: SearchCriteria): readonly SearchDocument[] {
  const { query, filter, search_fields: fields, sort = [], doc_types: types } = criteria;
  const byText = matchingText(query ?? "", fields);
  const withDeleted = filter !== null && filter !== undefined && namesIn(filter).includes("status");
  const found = documentsOf(state, types).filter(
    (document) =>
      (withDeleted || document["status"] !== "DELETED") &&
      (filter === null || filter === undefined || passes(document, filter)) &&
      byText(document),
  );
  return sorted(found, sort);
}
