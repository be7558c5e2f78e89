import { del, get, noContent, post, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { callerOf, needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { PageQuery } from "../../listing/query.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, list, oneOf, text, uuid } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { DOC_TYPES, SearchCriteria } from "./criteria.ts";
import { textsIn, valuesAt } from "./field-values.ts";
import { type PastSearch, remember, wirePastSearch } from "./history.ts";
import { asQuery, readable, resultsOf } from "./results.ts";

const PAST = "/API/search/v1/search/history/:search_history_id/";
const SUGGESTIONS_MAX = 10;

const SearchQuery = v.object({
  ...PageQuery.entries,
  generate_signed_url: v.exactOptional(boolean),
  generate_signed_download_url: v.exactOptional(boolean),
  generate_signed_proxy_url: v.exactOptional(boolean),
  save_search_history: v.optional(boolean, "true"),
});
const Suggest = fields({ doc_types: list(oneOf(DOC_TYPES)), field_name: text, metadata_view_id: uuid, query: text }, [
  "field_name",
  "query",
]);

export const searchOperations = resource<Iconik>("search", {
  operations: {
    ...needing("can_search", {
      Search: post("/API/search/v1/search/", { body: SearchCriteria, query: SearchQuery }, search),
      SuggestSearch: post("/API/search/v1/search/suggest/", Suggest, suggest),
    }),
    ...needing("can_read_search_history", {
      ListSearchHistory: get("/API/search/v1/search/history/", listPast),
      GetSearchHistoryResults: get(PAST, PageQuery, (op: Op<PageQuery, "search_history_id">) =>
        resultsOf(op, requirePast(op).criteria),
      ),
    }),
    ...needing("can_delete_search_history", { DeleteSearchHistory: del(PAST, forget) }),
  },
});

function search(op: Op<SearchCriteria, never, v.InferOutput<typeof SearchQuery>>): object {
  if (op.query.save_search_history && op.query.scroll_id === undefined) remember(op, op.params);
  return resultsOf(asQuery(op), op.params);
}

/** Values of a field that begin as the query does, each once. */
function suggest(op: Op<Values<typeof Suggest>>): object {
  const { field_name: field, query, doc_types: types } = op.params;
  const documents = readable(op, types === undefined ? {} : { doc_types: [...types] });
  const texts = new Set(documents.flatMap((document) => valuesAt(document, field).flatMap(textsIn)));
  const begun = [...texts].filter((each) => each.toLowerCase().startsWith(query.toLowerCase())).toSorted();
  return { objects: begun.slice(0, SUGGESTIONS_MAX).map((value) => ({ value })) };
}

/** The newest first. */
function listPast(op: Op): object {
  return { objects: op.state.searchHistory.by("user_id", callerOf(op).id).toReversed().map(wirePastSearch) };
}

function forget(op: Op<object, "search_history_id">): unknown {
  op.state.searchHistory.delete(requirePast(op).id);
  return noContent();
}

/** @throws VendorError 404 where the caller has made no such search */
function requirePast(op: Op<object, "search_history_id">): PastSearch {
  const past = op.state.searchHistory.require(op.path.search_history_id);
  if (past.user_id !== callerOf(op).id) throw notFound("Search History does not exist");
  return past;
}
