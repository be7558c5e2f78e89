import { pageOf } from "../../listing/list-page.ts";
import type { PageQuery } from "../../listing/query.ts";
import { nextBatch } from "../../listing/scroll.ts";
import type { Call, Op } from "../../types.ts";
import type { ObjectRef } from "../acls/acl.ts";
import { isAllowed } from "../acls/permissions.ts";
import type { SearchCriteria } from "./criteria.ts";
import type { SearchDocument } from "./document.ts";
import { facetsOf, passesFacets } from "./facets.ts";
import { runSearch } from "./run-search.ts";
import { showing } from "./show.ts";
import { after } from "./sort.ts";

/** Names of facets over conditions of the vendor's own, of which only the vendor knows what they count. */
const CONDITION_FACET = "filter.";

/** A page, or the next batch, of what a search finds for the caller. */
export function resultsOf(op: Op<PageQuery>, criteria: SearchCriteria): object {
  const show = showing(op.state, criteria);
  const documents = readable(op, criteria);
  const narrowed = documents.filter((document) => passesFacets(document, criteria.facets_filters));
  const keys = criteria.search_after ?? [];
  const found = keys.length === 0 ? narrowed : after(narrowed, criteria.sort ?? [], keys);
  const names = (criteria.facets ?? []).filter((name) => !name.startsWith(CONDITION_FACET));
  return { ...batchOf(op, found, show), facets: facetsOf(documents, names) };
}

/** What a search finds that the caller may read. */
export function readable(call: Call, criteria: SearchCriteria): readonly SearchDocument[] {
  return runSearch(call.state, criteria).filter((document) => isAllowed(call, refOf(document), "read"));
}

function batchOf(op: Op<PageQuery>, found: readonly SearchDocument[], show: (document: SearchDocument) => object) {
  const { scroll, scroll_id: id, per_page: perPage } = op.params;
  if (scroll !== true && id === undefined) {
    const { objects, ...envelope } = pageOf(op, found);
    return { objects: (objects as readonly SearchDocument[]).map(show), ...envelope };
  }
  const batch = nextBatch(op);
  const objects = found.slice(batch.offset, batch.offset + perPage);
  batch.moveTo(batch.offset + objects.length);
  const envelope = pageOf({ ...op, params: { ...op.params, page: 1 } }, found);
  return { ...envelope, objects: objects.map(show), scroll_id: batch.id };
}

/** Whose permissions decide who finds a document: a segment is found by those who may read its asset. */
function refOf(document: SearchDocument): ObjectRef {
  if (document.object_type !== "segments") return { object_type: document.object_type, object_key: document.id };
  return { object_type: "assets", object_key: String(document["asset_id"]) };
}

/** The page that is asked for stands in the query, beside the criteria in the body. */
export function asQuery<Params>(op: Op<Params, never, PageQuery>): Op<PageQuery> {
  return { ...op, params: op.query };
}
