import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { announce } from "../../events.ts";
import { matching } from "../../listing/filters.ts";
import { listPage } from "../../listing/list-page.ts";
import { pageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { wireUser } from "../users/user.ts";
import { type Group, GroupInput, GroupPatch, wireBasicGroup, wireGroup } from "./group.ts";

const FILTERS = ["alias", "description", "name", "roles", "ids"] as const;
const GroupsQuery = pageQuery(FILTERS);
type GroupsQuery = Values<typeof GroupsQuery>;

export const groups = resource<Iconik>("groups", {
  operations: {
    ...needing("can_read_groups", {
      ListGroups: get("/API/users/v1/groups/", GroupsQuery, (op: Op<GroupsQuery>) => list(op, wireGroup)),
      GetGroup: get("/API/users/v1/groups/:group_id/", ({ path, state }: Op<object, "group_id">) =>
        wireGroup(state.groups.require(path.group_id)),
      ),
    }),
    ...needing("can_write_groups", {
      CreateGroup: post("/API/users/v1/groups/", GroupInput, create),
      ReplaceGroup: put("/API/users/v1/groups/:group_id/", GroupInput, edit),
      UpdateGroup: patch("/API/users/v1/groups/:group_id/", GroupPatch, edit),
      AddGroupUser: post("/API/users/v1/groups/:group_id/users/:user_id/", addUser),
    }),
    ...needing("can_delete_groups", {
      DeleteGroup: del("/API/users/v1/groups/:group_id/", remove),
      RemoveGroupUser: del("/API/users/v1/groups/:group_id/users/:user_id/", removeUser),
    }),
    ...needing(null, {
      ListBasicGroups: get("/API/users/v1/groups/basic/", GroupsQuery, (op: Op<GroupsQuery>) =>
        list(op, wireBasicGroup),
      ),
    }),
  },
});

function list(op: Op<GroupsQuery>, wire: (group: Group) => object): object {
  return listPage(op, op.state.groups, { filter: matching(op.params, FILTERS), wire });
}

function create(op: Op<Values<typeof GroupInput>>): unknown {
  const at = timestamp(op.now);
  const group = op.state.groups.insert({ roles: [], ...op.params, date_created: at, date_modified: at });
  return reply(tell(op, group, "create"), { status: 201 });
}

function edit(op: Op<Values<typeof GroupPatch>, "group_id">): object {
  const { path, params, state, now } = op;
  return tell(op, state.groups.update(path.group_id, { ...params, date_modified: timestamp(now) }), "update");
}

function remove(op: Op<object, "group_id">): unknown {
  const { path, state } = op;
  const group = state.groups.require(path.group_id);
  for (const user of state.users.by("groups", group.id)) leave(op, user.id, group.id);
  state.groups.delete(group.id);
  tell(op, group, "delete");
  return noContent();
}

function addUser(op: Op<object, "group_id" | "user_id">): unknown {
  const { path, state, now } = op;
  const { id } = state.groups.require(path.group_id);
  const user = state.users.require(path.user_id);
  const groups = user.groups.includes(id) ? user.groups : [...user.groups, id];
  const member = state.users.update(user.id, { groups, date_modified: timestamp(now) });
  return reply(wireUser(state, member), { status: 201 });
}

function removeUser(op: Op<object, "group_id" | "user_id">): object {
  const { path, state } = op;
  return wireUser(state, leave(op, path.user_id, state.groups.require(path.group_id).id));
}

function leave({ state, now }: Call, userId: string, groupId: string) {
  return state.users.update(userId, ({ groups }) => ({
    groups: groups.filter((id) => id !== groupId),
    date_modified: timestamp(now),
  }));
}

function tell(call: Call, group: Group, operation: "create" | "update" | "delete"): object {
  const data = wireGroup(group);
  announce(call, { event_type: "groups", realm: "objects", operation, object_id: group.id, data });
  return data;
}
