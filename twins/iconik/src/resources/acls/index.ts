import { del, get, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { callerOf, needing } from "../../access/authorize.ts";
import { fields } from "../../params/fields.ts";
import { list, oneOf, text } from "../../params/values.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { type Acl, type ObjectRef, type Permission, permissionList, PERMISSIONS, wireHolder } from "./acl.ts";
import { BulkAcls, deleteAcls, DeletedAcls, ObjectAcls, putAcls, putBulkAcls } from "./many.ts";
import { ContentAcls, deleteContentAcls, DeletedContentAcls, putContentAcls } from "./contents.ts";
import { directAcls, inheritedAcls, isAllowed, permissionsOf } from "./permissions.ts";

const OBJECT = "/API/acls/v1/acl/:object_type/:object_key/";
const OBJECTS_MAX = 500;

const keys = v.pipe(list(text), v.maxLength(OBJECTS_MAX, `Longer than maximum length ${OBJECTS_MAX}.`));
const CheckOne = v.object({ object_keys: v.optional(keys, []) });
const ToCheck = fields({ object_type: text, object_keys: list(text), permissions: permissionList }, [
  "object_type",
  "object_keys",
  "permissions",
]);
const CheckMany = fields(
  { objects: v.pipe(list(ToCheck), v.maxLength(OBJECTS_MAX, `Longer than maximum length ${OBJECTS_MAX}.`)) },
  ["objects"],
);
const NoQuery = v.object({});
const permissionName = oneOf(PERMISSIONS);

export const aclOperations = resource<Iconik>("acls", {
  operations: {
    ...needing("can_read_acls", {
      CheckAcls: post("/API/acls/v1/acl/", CheckMany, checkMany),
      CheckObjectAcls: post("/API/acls/v1/acl/:object_type/:permission/", CheckOne, checkKeys),
      CheckObjectAcl: get(`${OBJECT}:permission/`, checkOne),
      GetObjectAcl: get(OBJECT, read),
    }),
    ...needing(null, { ListUserPermissions: get(`${OBJECT}permissions/`, listOwn) }),
    ...needing("can_write_acls", {
      PutAcls: put("/API/acls/v1/acl/:object_type/", ObjectAcls, putAcls),
      PutBulkAcls: put("/API/acls/v1/acl/:object_type/bulk/", BulkAcls, putBulkAcls),
      PutContentAcls: put("/API/acls/v1/acl/:object_type/content/", ContentAcls, putContentAcls),
    }),
    ...needing("can_delete_acls", {
      DeleteAcls: del("/API/acls/v1/acl/:object_type/", { body: DeletedAcls, query: NoQuery }, deleteAcls),
      DeleteContentAcls: del(
        "/API/acls/v1/acl/:object_type/content/",
        { body: DeletedContentAcls, query: NoQuery },
        deleteContentAcls,
      ),
    }),
  },
});

/** A collection hands its own permissions on to what lies in it, so it shows them as propagating too. */
function read({ path, state }: Op<object, keyof ObjectRef>): object {
  const own = directAcls(state, path);
  const inherited = inheritedAcls(state, path);
  const propagating = path.object_type === "collections" ? own : [];
  return {
    users_acl: own.filter(isUsers).map(wireOwn),
    groups_acl: own.filter(isGroups).map(wireOwn),
    inherited_users_acl: inherited.filter(isUsers).map(wirePropagating),
    inherited_groups_acl: inherited.filter(isGroups).map(wirePropagating),
    propagating_users_acl: propagating.filter(isUsers).map(wirePropagating),
    propagating_groups_acl: propagating.filter(isGroups).map(wirePropagating),
  };
}

function listOwn(op: Op<object, keyof ObjectRef>): object {
  return { permissions: permissionsOf(op.state, callerOf(op), op.path) };
}

function checkOne(op: Op<object, keyof ObjectRef | "permission">): unknown {
  return mayAll(op, op.path, [op.path.permission]) ? {} : reply({}, { status: 403 });
}

function checkKeys(op: Op<v.InferOutput<typeof CheckOne>, "object_type" | "permission">): object {
  const { object_type, permission } = op.path;
  return sorted(op, [{ object_type, object_keys: op.params.object_keys, permissions: [permission] }]);
}

function checkMany(op: Op<v.InferOutput<typeof CheckMany>>): object {
  return sorted(op, op.params.objects);
}

interface KeysToCheck {
  readonly object_type: string;
  readonly object_keys: readonly string[];
  readonly permissions: readonly string[];
}

/** Sorts keys into those on which the caller has all permissions asked for, and the rest. */
function sorted(op: Call, objects: readonly KeysToCheck[]): object {
  const granted: string[] = [];
  const denied: string[] = [];
  for (const { object_type, object_keys, permissions } of objects) {
    for (const object_key of object_keys) {
      (mayAll(op, { object_type, object_key }, permissions) ? granted : denied).push(object_key);
    }
  }
  return { access_granted: granted, access_denied: denied };
}

function mayAll(op: Call, ref: ObjectRef, permissions: readonly string[]): boolean {
  return permissions.every((name) => v.is(permissionName, name) && isAllowed(op, ref, name));
}

function isUsers({ holder_kind: kind }: Acl): boolean {
  return kind === "users";
}

function isGroups({ holder_kind: kind }: Acl): boolean {
  return kind === "groups";
}

function wireOwn(acl: Acl): { readonly permissions: readonly Permission[] } {
  return { ...wireHolder(acl), permissions: acl.permissions };
}

function wirePropagating(acl: Acl): object {
  return { ...wireOwn(acl), object_type: acl.object_type, object_key: acl.object_key };
}
