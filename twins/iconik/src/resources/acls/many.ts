import * as v from "valibot";
import { fields, type Values } from "../../params/fields.ts";
import { list, oneOf, text, uuid } from "../../params/values.ts";
import type { Call, Op, State } from "../../types.ts";
import { type Acl, aclId, type Holder, type ObjectRef, type Permission, permissionList } from "./acl.ts";
import { changeAcl, dropAcl } from "./change-acl.ts";
import { isAllowed } from "./permissions.ts";

const OBJECTS_MAX = 500;
const BULK_MAX = 100;

const holderFields = { user_ids: list(uuid), group_ids: list(uuid) };
export const mode = v.optional(oneOf(["APPEND", "OVERWRITE"]), "OVERWRITE");
const keys = v.pipe(list(text), v.maxLength(OBJECTS_MAX, `Longer than maximum length ${OBJECTS_MAX}.`));
const aclFields = { ...holderFields, object_keys: keys, permissions: permissionList };
const WithMode = <Entries extends v.ObjectEntries>(schema: v.ObjectSchema<Entries, undefined>) =>
  v.object({ ...schema.entries, mode });

export const ObjectAcls = WithMode(fields(aclFields, ["object_keys", "permissions"]));
const oneKey = v.pipe(list(text), v.length(1, "Length must be 1."));
const OneObject = WithMode(fields({ ...aclFields, object_keys: oneKey }, ["object_keys", "permissions"]));
export const BulkAcls = v.object({
  objects: v.pipe(list(OneObject), v.minLength(1, "Shorter than minimum length 1."), v.maxLength(BULK_MAX)),
});
export const DeletedAcls = fields({ ...holderFields, object_keys: keys });

export interface AclChange extends Holders {
  readonly permissions: readonly Permission[];
  readonly mode: "APPEND" | "OVERWRITE";
}

export interface Holders {
  readonly user_ids?: readonly string[];
  readonly group_ids?: readonly string[];
}

/** Objects whose permissions the caller may not change are left as they are. */
export function putAcls(op: Op<v.InferOutput<typeof ObjectAcls>, "object_type">): object {
  const { object_keys: objectKeys, ...change } = op.params;
  return { updated_object_keys: changeAcls(op, refs(op.path.object_type, objectKeys), change) };
}

/** One answer for each object of the request. */
export function putBulkAcls(op: Op<v.InferOutput<typeof BulkAcls>, "object_type">): readonly object[] {
  return op.params.objects.map(({ object_keys: objectKeys, ...change }) => ({
    updated_object_keys: changeAcls(op, refs(op.path.object_type, objectKeys), change),
  }));
}

export function deleteAcls(op: Op<Values<typeof DeletedAcls>, "object_type">): object {
  dropAcls(op, refs(op.path.object_type, op.params.object_keys ?? []), op.params);
  return {};
}

/** Gives the permissions to each holder on each object that the caller may share; the keys of these objects. */
export function changeAcls(op: Call, objects: readonly ObjectRef[], change: AclChange): readonly string[] {
  const given = existing(op.state, change);
  const changed = changeable(op, objects);
  for (const ref of changed) {
    for (const holder of given) changeAcl(op, ref, holder, permissionsAfter(op, ref, holder, change));
  }
  return changed.map(({ object_key }) => object_key);
}

export function dropAcls(op: Call, objects: readonly ObjectRef[], dropped: Holders): void {
  const holders = holdersOf(dropped);
  for (const ref of changeable(op, objects)) {
    for (const holder of holders) dropAcl(op, aclId(ref, holder));
  }
}

/** Those of the objects whose ACLs the caller may change. */
export function changeable(op: Call, objects: readonly ObjectRef[]): readonly ObjectRef[] {
  return objects.filter((ref) => isAllowed(op, ref, "change-acl"));
}

export function refs(objectType: string, objectKeys: readonly string[]): readonly ObjectRef[] {
  return objectKeys.map((object_key) => ({ object_type: objectType, object_key }));
}

function permissionsAfter({ state }: Call, ref: ObjectRef, holder: Holder, change: AclChange): Acl["permissions"] {
  const before = change.mode === "APPEND" ? (state.acls.get(aclId(ref, holder))?.permissions ?? []) : [];
  return [...new Set([...before, ...change.permissions])];
}

/** @throws VendorError 400 where a holder is not there */
function existing(state: State, given: Holders): readonly Holder[] {
  for (const id of given.user_ids ?? []) state.users.require(id, "user_ids");
  for (const id of given.group_ids ?? []) state.groups.require(id, "group_ids");
  return holdersOf(given);
}

function holdersOf({ user_ids: users = [], group_ids: groups = [] }: Holders): readonly Holder[] {
  return [
    ...users.map((id) => ({ holder_kind: "users" as const, holder_id: id })),
    ...groups.map((id) => ({ holder_kind: "groups" as const, holder_id: id })),
  ];
}
