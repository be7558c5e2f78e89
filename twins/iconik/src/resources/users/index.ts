import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { announce } from "../../events.ts";
import { matching } from "../../listing/filters.ts";
import { listPage } from "../../listing/list-page.ts";
import { pageQuery } from "../../listing/query.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { rolesOf } from "../groups/group.ts";
import { setPassword } from "./password.ts";
import { NewUser, type User, UserInput, UserPatch, wireBasicUser, wireUser } from "./user.ts";
import type { Values } from "../../params/fields.ts";

const FILTERS = ["email", "first_name", "last_name", "groups", "is_admin", "status", "phone", "ids"] as const;
const UsersQuery = pageQuery(FILTERS);
type UsersQuery = Values<typeof UsersQuery>;

export const users = resource<Iconik>("users", {
  operations: {
    ...needing("can_read_users", {
      ListUsers: get("/API/users/v1/users/", UsersQuery, (op: Op<UsersQuery>) => list(op, "full")),
      GetUser: get("/API/users/v1/users/:user_id/", ({ path, state }: Op<object, "user_id">) =>
        wireUser(state, state.users.require(path.user_id)),
      ),
      ListUserRoles: get("/API/users/v1/users/:user_id/roles/", ({ path, state }: Op<object, "user_id">) => ({
        objects: rolesOf(state, state.users.require(path.user_id)),
      })),
      CheckUserRole: get("/API/users/v1/users/:user_id/roles/:role/", checkRole),
    }),
    ...needing("can_create_users", { CreateUser: post("/API/users/v1/users/", NewUser, create) }),
    ...needing("can_write_users", {
      ReplaceUser: put("/API/users/v1/users/:user_id/", UserInput, (op: Op<UserPatch, "user_id">) =>
        edit(op, op.state.users.require(op.path.user_id)),
      ),
      UpdateUser: patch("/API/users/v1/users/:user_id/", UserPatch, (op: Op<UserPatch, "user_id">) =>
        edit(op, op.state.users.require(op.path.user_id)),
      ),
    }),
    ...needing("can_delete_users", { DeleteUser: del("/API/users/v1/users/:user_id/", remove) }),
    ...needing(null, {
      ListBasicUsers: get("/API/users/v1/users/basic/", UsersQuery, (op: Op<UsersQuery>) => list(op, "basic")),
      GetCurrentUser: get("/API/users/v1/users/current/", (op: Op) => wireUser(op.state, callerOf(op))),
      ReplaceCurrentUser: put("/API/users/v1/users/current/", UserInput, (op: Op<UserPatch>) => edit(op, callerOf(op))),
      UpdateCurrentUser: patch("/API/users/v1/users/current/", UserPatch, (op: Op<UserPatch>) =>
        edit(op, callerOf(op)),
      ),
      ListCurrentUserRoles: get("/API/users/v1/users/current/roles/", (op: Op) => ({
        objects: rolesOf(op.state, callerOf(op)),
      })),
    }),
  },
});

function list(op: Op<UsersQuery>, detail: "full" | "basic"): object {
  const chosen = matching<User, (typeof FILTERS)[number]>(op.params, FILTERS);
  return listPage(op, op.state.users, {
    filter: (user) => user.status !== "DELETED" && (chosen?.(user) ?? true),
    wire: (user) => (detail === "full" ? wireUser(op.state, user) : wireBasicUser(user)),
  });
}

function checkRole({ path, state }: Op<object, "user_id" | "role">): object {
  const roles: readonly string[] = rolesOf(state, state.users.require(path.user_id));
  if (!roles.includes(path.role)) throw notFound("User does not have the role");
  return {};
}

function create(op: Op<Values<typeof NewUser>>): unknown {
  const { params, state, now } = op;
  const { password, ...given } = params;
  const at = timestamp(now);
  const user = state.users.insert({
    groups: [],
    is_admin: false,
    status: "ACTIVE",
    ...given,
    date_created: at,
    date_modified: at,
  });
  if (password !== undefined) setPassword(state, user.id, password);
  return reply(tell(op, user, "create"), { status: 201 });
}

function edit(op: Op<UserPatch, never> | Op<UserPatch, "user_id">, user: User): object {
  const { params, state, now } = op;
  const { password, ...changes } = params;
  for (const group of changes.groups ?? []) state.groups.require(group, "groups");
  if (password !== undefined) setPassword(state, user.id, password);
  return tell(op, state.users.update(user.id, { ...changes, date_modified: timestamp(now) }), "update");
}

/** A deleted user stays, so that what they made keeps its creator. */
function remove(op: Op<object, "user_id">): unknown {
  const { path, state, now } = op;
  state.users.require(path.user_id);
  const changes = { status: "DELETED", groups: [], date_modified: timestamp(now) } as const;
  tell(op, state.users.update(path.user_id, changes), "delete");
  return noContent();
}

function tell(call: Call, user: User, operation: "create" | "update" | "delete"): object {
  const data = wireUser(call.state, user);
  announce(call, { event_type: "users", realm: "objects", operation, object_id: user.id, data });
  return data;
}
