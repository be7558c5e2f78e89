import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { matching } from "../../listing/filters.ts";
import { listPage } from "../../listing/list-page.ts";
import { pageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op, State } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";
import { GroupInput, GroupPatch, type SavedSearchGroup } from "./saved-search.ts";

const GROUP = "/API/search/v1/search/saved/group/:group_id/";
const MEMBER = "/API/search/v1/search/saved/group/:group_id/search/:search_id/";
const GroupsQuery = pageQuery(["ids"]);

export const savedSearchGroupOperations = resource<Iconik>("saved-search-groups", {
  operations: {
    ...needing("can_read_saved_searches", {
      ListSavedSearchGroups: get("/API/search/v1/search/saved/groups/", GroupsQuery, list),
      GetSavedSearchGroup: get(GROUP, ({ path, state }: Op<object, "group_id">) =>
        wireGroup(state, state.savedSearchGroups.require(path.group_id)),
      ),
    }),
    ...needing("can_write_saved_search_groups", {
      CreateSavedSearchGroup: post("/API/search/v1/search/saved/group/", GroupInput, create),
      ReplaceSavedSearchGroup: put(GROUP, GroupInput, edit),
      UpdateSavedSearchGroup: patch(GROUP, GroupPatch, edit),
    }),
    ...needing("can_delete_saved_search_groups", { DeleteSavedSearchGroup: del(GROUP, remove) }),
    ...needing("can_write_saved_searches", {
      AddSavedSearchToGroup: post(MEMBER, (op: Op<object, "group_id" | "search_id">) =>
        move(op, op.state.savedSearchGroups.require(op.path.group_id).id),
      ),
      RemoveSavedSearchFromGroup: del(MEMBER, (op: Op<object, "group_id" | "search_id">) => move(op, null)),
    }),
  },
});

function list(op: Op<Values<typeof GroupsQuery>>): object {
  return listPage(op, op.state.savedSearchGroups, {
    filter: matching<SavedSearchGroup, "ids">(op.params, ["ids"]),
    wire: (group) => wireGroup(op.state, group),
  });
}

function create(op: Op<Values<typeof GroupInput>>): unknown {
  const at = timestamp(op.now);
  const made = { ...op.params, user_id: callerOf(op).id, date_created: at, date_modified: at };
  return reply(wireGroup(op.state, op.state.savedSearchGroups.insert(made)), { status: 201 });
}

function edit({ path, params, state, now }: Op<Values<typeof GroupPatch>, "group_id">): object {
  return wireGroup(state, state.savedSearchGroups.update(path.group_id, { ...params, date_modified: timestamp(now) }));
}

/** The searches stay, without a group. */
function remove({ path, state }: Op<object, "group_id">): unknown {
  const { id } = state.savedSearchGroups.require(path.group_id);
  for (const saved of state.savedSearches.by("group_id", id)) state.savedSearches.update(saved.id, { group_id: null });
  state.savedSearchGroups.delete(id);
  return noContent();
}

function move({ path, state, now }: Op<object, "group_id" | "search_id">, groupId: string | null): object {
  state.savedSearchGroups.require(path.group_id);
  state.savedSearches.update(path.search_id, { group_id: groupId, date_modified: timestamp(now) });
  return {};
}

function wireGroup(state: State, group: SavedSearchGroup): object {
  return { ...group, system_domain_id: systemDomainOf(state).id };
}
