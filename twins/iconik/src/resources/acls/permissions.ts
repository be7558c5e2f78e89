import { callerOf } from "../../access/authorize.ts";
import { permissionDenied } from "../../errors.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, State, Work } from "../../types.ts";
import { ancestorsOf } from "../collections/tree.ts";
import type { User } from "../users/user.ts";
import { type Acl, aclId, type Holder, type ObjectRef, type Permission, PERMISSIONS } from "./acl.ts";

/** Objects that lie in collections, and so inherit the permissions of these. */
const INHERITING = new Set(["assets", "collections"]);

/** @throws VendorError 403 where the caller lacks the permission on the object */
export function requirePermission(call: Call, ref: ObjectRef, permission: Permission): void {
  if (!isAllowed(call, ref, permission)) throw permissionDenied();
}

export function isAllowed(call: Call, ref: ObjectRef, permission: Permission): boolean {
  return permissionsOf(call.state, callerOf(call), ref).includes(permission);
}

/** What a user may do: by their own ACL, by those of their groups, and by those of the collections around it. */
export function permissionsOf(state: State, user: User, ref: ObjectRef): readonly Permission[] {
  if (user.is_admin) return PERMISSIONS;
  const holders = new Set([user.id, ...user.groups]);
  const held = [...directAcls(state, ref), ...inheritedAcls(state, ref)]
    .filter(({ holder_kind, holder_id }) => holder_kind !== "shares" && holders.has(holder_id))
    .flatMap(({ permissions }) => permissions);
  return PERMISSIONS.filter((permission) => held.includes(permission));
}

export function directAcls(state: State, ref: ObjectRef): readonly Acl[] {
  const stored = state.acls
    .by("object_key", ref.object_key)
    .filter(({ object_type }) => object_type === ref.object_type);
  const creator = creatorAcl(state, ref);
  return creator === null || stored.some(({ id }) => id === creator.id) ? stored : [creator, ...stored];
}

/** Whoever made an asset or a collection may do everything with it, until an ACL says otherwise. */
function creatorAcl(state: State, ref: ObjectRef): Acl | null {
  const { object_type: type, object_key: key } = ref;
  const object =
    type === "assets" ? state.assets.get(key) : type === "collections" ? state.collections.get(key) : undefined;
  if (object === undefined) return null;
  const holder = { holder_kind: "users", holder_id: object.created_by_user } as const;
  const dates = { date_created: object.date_created, date_modified: object.date_created };
  return { id: aclId(ref, holder), ...ref, ...holder, permissions: PERMISSIONS, ...dates };
}

/** The ACLs of the collections that an object lies in, at whatever depth. */
export function inheritedAcls(state: State, { object_type, object_key }: ObjectRef): readonly Acl[] {
  if (!INHERITING.has(object_type)) return [];
  return ancestorsOf(state, object_key)
    .filter((id) => id !== object_key)
    .flatMap((id) => directAcls(state, { object_type: "collections", object_key: id }));
}

/** As `creatorAcl`, for objects that do not keep who made them. */
export function grantOwner(call: Call, ref: ObjectRef): void {
  setAcl(call, ref, { holder_kind: "users", holder_id: callerOf(call).id }, PERMISSIONS);
}

/** Sets an ACL in place of the one that was there. */
export function setAcl(
  { state, now }: Pick<Work, "state" | "now">,
  ref: ObjectRef,
  holder: Holder,
  permissions: readonly Permission[],
): Acl {
  const id = aclId(ref, holder);
  const at = timestamp(now);
  if (state.acls.has(id)) return state.acls.update(id, { permissions, date_modified: at });
  const { object_type, object_key } = ref;
  const { holder_kind, holder_id } = holder;
  const made = { object_type, object_key, holder_kind, holder_id, permissions };
  return state.acls.insert({ id, ...made, date_created: at, date_modified: at });
}
