import { del, get, noContent, post, put, reply, type Reply, resource } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { list, oneOf, text, uuid } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import {
  type Acl,
  aclEntry,
  inheritedAcls,
  type Permission,
  PERMISSIONS,
  permissionsHeld,
  permissionsOf,
  wireAcl,
} from "./acl.ts";
import { bulkAclOperations } from "./bulk.ts";
import { grant, revoke } from "./grant.ts";

const AclInput = fields({ permissions: list(oneOf(PERMISSIONS)) }, ["permissions"]);
const ObjectKeys = fields({ object_keys: list(text) });

type OfObject = "object_type" | "object_key";
type Holder = Acl["holder"];

export const acls = resource<Iconik>("acls", {
  operations: {
    ...needing("can_read_acls", {
      GetObjectAcl: get("/API/acls/v1/acl/:object_type/:object_key/", showObject),
      CheckObjectPermission: get("/API/acls/v1/acl/:object_type/:object_key/:permission/", checkObject),
      CheckObjectsPermission: post("/API/acls/v1/acl/:object_type/:permission/", ObjectKeys, checkObjects),
      GetUserAcl: get("/API/acls/v1/users/:holder_id/acl/:object_type/:object_key/", (op: Op<object, OfObject | "holder_id">) =>
        wireAcl(find(op, "users")),
      ),
      CheckUserPermission: get(
        "/API/acls/v1/users/:holder_id/acl/:object_type/:object_key/:permission/",
        (op: Op<object, OfObject | "holder_id" | "permission">) => checkHolder(op, "users"),
      ),
      GetGroupAcl: get("/API/acls/v1/groups/:holder_id/acl/:object_type/:object_key/", (op: Op<object, OfObject | "holder_id">) =>
        wireAcl(find(op, "groups")),
      ),
      CheckGroupPermission: get(
        "/API/acls/v1/groups/:holder_id/acl/:object_type/:object_key/:permission/",
        (op: Op<object, OfObject | "holder_id" | "permission">) => checkHolder(op, "groups"),
      ),
    }),
    ...needing(null, {
      ListOwnPermissions: get("/API/acls/v1/acl/:object_type/:object_key/permissions/", (op: Op<object, OfObject>) => ({
        permissions: permissionsOf(op.state, callerOf(op), op.path.object_key),
      })),
    }),
    ...needing("can_write_acls", {
      ReplaceUserAcl: put("/API/acls/v1/users/:holder_id/acl/:object_type/:object_key/", AclInput, (op: Op<Values<typeof AclInput>, OfObject | "holder_id">) =>
        replace(op, "users"),
      ),
      ReplaceGroupAcl: put("/API/acls/v1/groups/:holder_id/acl/:object_type/:object_key/", AclInput, (op: Op<Values<typeof AclInput>, OfObject | "holder_id">) =>
        replace(op, "groups"),
      ),
    }),
    ...needing("can_delete_acls", {
      DeleteUserAcl: del("/API/acls/v1/users/:holder_id/acl/:object_type/:object_key/", (op: Op<object, OfObject | "holder_id">) =>
        remove(op, "users"),
      ),
      DeleteGroupAcl: del("/API/acls/v1/groups/:holder_id/acl/:object_type/:object_key/", (op: Op<object, OfObject | "holder_id">) =>
        remove(op, "groups"),
      ),
    }),
    ...bulkAclOperations,
  },
});

function showObject({ path, state }: Op<object, OfObject>): object {
  const own = state.acls.by("object_key", path.object_key);
  const inherited = inheritedAcls(state, path.object_key);
  const propagating = path.object_type === "collections" ? own : [];
  const of = (entries: readonly Acl[], holder: Holder): Acl[] => entries.filter((acl) => acl.holder === holder);
  const placed = (acl: Acl): object => ({ ...aclEntry(acl), object_key: acl.object_key, object_type: acl.object_type });
  return {
    groups_acl: of(own, "groups").map(aclEntry),
    users_acl: of(own, "users").map(aclEntry),
    inherited_groups_acl: of(inherited, "groups").map(placed),
    inherited_users_acl: of(inherited, "users").map(placed),
    propagating_groups_acl: of(propagating, "groups").map(placed),
    propagating_users_acl: of(propagating, "users").map(placed),
  };
}

/** Nothing to say beyond the status, in either case. */
function checked(permissions: readonly Permission[], wanted: string): Reply | object {
  if ((permissions as readonly string[]).includes(wanted)) return {};
  return reply({}, { status: 403 });
}

function checkObject(op: Op<object, OfObject | "permission">): unknown {
  return checked(permissionsOf(op.state, callerOf(op), op.path.object_key), op.path.permission);
}

function checkObjects(op: Op<Values<typeof ObjectKeys>, "object_type" | "permission">): object {
  const user = callerOf(op);
  const keys = op.params.object_keys ?? [];
  const isGranted = (key: string): boolean =>
    (permissionsOf(op.state, user, key) as readonly string[]).includes(op.path.permission);
  return { access_granted: keys.filter(isGranted), access_denied: keys.filter((key) => !isGranted(key)) };
}

function checkHolder({ path, state }: Op<object, OfObject | "holder_id" | "permission">, holder: Holder): unknown {
  const user = holder === "users" ? state.users.require(path.holder_id) : undefined;
  if (user !== undefined) return checked(permissionsOf(state, user, path.object_key), path.permission);
  const entries = [...state.acls.by("object_key", path.object_key), ...inheritedAcls(state, path.object_key)];
  return checked(permissionsHeld(entries, [state.groups.require(path.holder_id).id]), path.permission);
}

function lookUp({ path, state }: Op<object, OfObject | "holder_id">, holder: Holder): Acl | undefined {
  const entries = state.acls.by("object_key", path.object_key);
  return entries.find((acl) => acl.holder === holder && acl.holder_id === path.holder_id);
}

function find(op: Op<object, OfObject | "holder_id">, holder: Holder): Acl {
  const acl = lookUp(op, holder);
  if (acl === undefined) throw notFound(holder === "users" ? "ACL does not exist" : "Group doesn't have permissions");
  return acl;
}

function replace(op: Op<Values<typeof AclInput>, OfObject | "holder_id">, holder: Holder): unknown {
  const { path, params, state } = op;
  if (holder === "users") state.users.require(path.holder_id);
  else state.groups.require(path.holder_id);
  const known = lookUp(op, holder);
  const acl = grant(op, { ...path, holder, permissions: params.permissions });
  return known === undefined ? reply(wireAcl(acl), { status: 201 }) : wireAcl(acl);
}

function remove(op: Op<object, OfObject | "holder_id">, holder: Holder): Reply {
  revoke(op, find(op, holder));
  return noContent();
}
