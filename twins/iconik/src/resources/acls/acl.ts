import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { list, oneOf } from "../../params/values.ts";

export const PERMISSIONS = ["read", "write", "delete", "change-acl"] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const permissionList = list(oneOf(PERMISSIONS));

/** Who may hold permissions: the word is the one in the paths of the API. */
export type HolderKind = "users" | "groups" | "shares";

/** What permissions are on: any object by its type's name in the paths of the API. */
export interface ObjectRef {
  readonly object_type: string;
  readonly object_key: string;
}

export interface Holder {
  readonly holder_kind: HolderKind;
  readonly holder_id: string;
}

/** What one user, group or share may do with one object. */
export interface Acl extends ObjectRef, Holder {
  readonly id: string;
  readonly permissions: readonly Permission[];
  readonly date_created: string;
  readonly date_modified: string;
}

/** Ids are made of what they join; see `aclId`. */
export const acls = collection<Acl, "object_key" | "holder_id">({
  id: (ids) => ids.uuid(),
  missing: missing("ACL does not exist"),
  indexes: ["object_key", "holder_id"],
});

export function aclId({ object_type, object_key }: ObjectRef, { holder_kind, holder_id }: Holder): string {
  return [object_type, object_key, holder_kind, holder_id].join("/");
}

const ID_FIELDS = { users: "user_id", groups: "group_id", shares: "share_id" } as const;

/** Names its holder by the kind's own field, as every form of an ACL on the wire does. */
export function wireHolder({ holder_kind: kind, holder_id: id }: Holder): object {
  return { [ID_FIELDS[kind]]: id };
}

export function wireAcl(acl: Acl): object {
  const { object_type, object_key, permissions, date_created, date_modified } = acl;
  return { ...wireHolder(acl), object_type, object_key, permissions, date_created, date_modified };
}
