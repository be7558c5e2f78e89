import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { callerOf, needing } from "../../access/authorize.ts";
import { matching } from "../../listing/filters.ts";
import { listPage } from "../../listing/list-page.ts";
import { PageQuery, pageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { boolean, text } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import type { ObjectRef } from "../acls/acl.ts";
import { grantOwner, isAllowed, permissionsOf, requirePermission } from "../acls/permissions.ts";
import { resultsOf } from "../search/results.ts";
import { type SavedSearch, SavedSearchInput, SavedSearchPatch } from "./saved-search.ts";

const SAVED = "/API/search/v1/search/saved/";
const ONE = "/API/search/v1/search/saved/:search_id/";
const FILTERS = ["group_id", "ids"] as const;

const ListQuery = v.object({ ...pageQuery(FILTERS).entries, query: v.exactOptional(text) });
const ResultsQuery = v.object({
  ...PageQuery.entries,
  include_results: v.optional(boolean, "true"),
  generate_signed_download_url: v.exactOptional(boolean),
  generate_signed_proxy_url: v.exactOptional(boolean),
});
type ResultsQuery = v.InferOutput<typeof ResultsQuery>;

export const savedSearchOperations = resource<Iconik>("saved-searches", {
  operations: {
    ...needing("can_read_saved_searches", {
      ListSavedSearches: get(SAVED, ListQuery, list),
      GetSavedSearchResults: get(ONE, ResultsQuery, read),
    }),
    ...needing("can_write_saved_searches", {
      CreateSavedSearch: post(SAVED, SavedSearchInput, create),
      ReplaceSavedSearch: put(ONE, { body: SavedSearchInput, query: PageQuery }, edit),
      UpdateSavedSearch: patch(ONE, { body: SavedSearchPatch, query: PageQuery }, edit),
    }),
    ...needing("can_delete_saved_searches", { DeleteSavedSearch: del(ONE, remove) }),
  },
});

function list(op: Op<v.InferOutput<typeof ListQuery>>): object {
  const matches = matching<SavedSearch, (typeof FILTERS)[number]>(op.params, FILTERS);
  const query = op.params.query?.toLowerCase() ?? "";
  return listPage(op, op.state.savedSearches, {
    filter: (saved) =>
      isAllowed(op, refOf(saved.id), "read") && (matches?.(saved) ?? true) && saved.name.toLowerCase().includes(query),
    // Lists come from the index, which holds the criteria as a text.
    wire: (saved) => ({ ...wire(op, saved), criteria: JSON.stringify(saved.criteria) }),
  });
}

function wire(call: Call, saved: SavedSearch): object {
  return { ...saved, permissions: permissionsOf(call.state, callerOf(call), refOf(saved.id)) };
}

function read(op: Op<ResultsQuery, "search_id">): object {
  const saved = op.state.savedSearches.require(op.path.search_id);
  requirePermission(op, refOf(saved.id), "read");
  const results = op.params.include_results ? resultsOf(op, saved.criteria) : { objects: [] };
  return { ...results, id: saved.id, name: saved.name, search_criteria_document: wire(op, saved) };
}

function create(op: Op<Values<typeof SavedSearchInput>>): unknown {
  checkGroup(op, op.params);
  const at = timestamp(op.now);
  const saved = op.state.savedSearches.insert({ group_id: null, ...op.params, date_created: at, date_modified: at });
  grantOwner(op, refOf(saved.id));
  return reply(wire(op, saved), { status: 201 });
}

/** The answer is what the search finds now. */
function edit(op: Op<SavedSearchPatch, "search_id", PageQuery>): object {
  const { id } = op.state.savedSearches.require(op.path.search_id);
  requirePermission(op, refOf(id), "write");
  checkGroup(op, op.params);
  const saved = op.state.savedSearches.update(id, { ...op.params, date_modified: timestamp(op.now) });
  return resultsOf({ ...op, params: op.query }, saved.criteria);
}

function remove(op: Op<object, "search_id">): unknown {
  const { id } = op.state.savedSearches.require(op.path.search_id);
  requirePermission(op, refOf(id), "delete");
  op.state.savedSearches.delete(id);
  return noContent();
}

function checkGroup({ state }: Call, { group_id: id }: SavedSearchPatch): void {
  if (typeof id === "string") state.savedSearchGroups.require(id, "group_id");
}

function refOf(id: string): ObjectRef {
  return { object_type: "saved_searches", object_key: id };
}
