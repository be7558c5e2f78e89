import { collection } from "@twinkit-pro/twinkit";
import { ROLES, type Role } from "../../access/roles.ts";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { list, nullable, oneOf, text } from "../../params/values.ts";
import type { State } from "../../types.ts";
import type { User } from "../users/user.ts";

const groupFields = {
  name: text,
  alias: text,
  description: text,
  default_user_type: nullable(text),
  external_id: nullable(text),
  roles: list(oneOf(ROLES)),
};

export const GroupInput = fields(groupFields, ["name"]);
export const GroupPatch = fields(groupFields);

export interface Group extends Values<typeof GroupInput> {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly date_created: string;
  readonly date_modified: string;
}

export const groups = collection<Group>({ id: (ids) => ids.uuid(), missing: missing("Group does not exist") });

/** The roles a user has through groups. */
export function rolesOf(state: State, user: User): readonly Role[] {
  if (user.is_admin) return ROLES;
  return [...new Set(user.groups.flatMap((id) => state.groups.get(id)?.roles ?? []))].toSorted();
}

export function wireGroup(group: Group): object {
  return { alias: "", description: "", default_user_type: null, external_id: null, is_saml_group: false, ...group };
}

/** As a member without the right to read groups sees it. */
export function wireBasicGroup({ id, name, description = "" }: Group): object {
  return { id, name, description };
}
