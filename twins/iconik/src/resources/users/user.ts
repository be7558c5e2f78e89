import { collection } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, email, json, list, nullable, oneOf, text, uuid } from "../../params/values.ts";
import type { State } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";

export const USER_STATUSES = ["INACTIVE", "ACTIVE", "BLOCKED", "DELETED"] as const;
const USER_TYPES = ["POWER", "STANDARD", "BROWSE_ONLY", "BROWSE_API_ONLY"] as const;

const userFields = {
  description: text,
  email,
  first_name: text,
  groups: list(uuid),
  hide_email: boolean,
  hide_phone: boolean,
  is_admin: boolean,
  last_name: text,
  metadata: nullable(json),
  phone: text,
  primary_group: uuid,
  status: oneOf(USER_STATUSES),
  type: oneOf(USER_TYPES),
};
const password = v.pipe(text, v.nonEmpty("Password must not be empty."));

export const NewUser = fields({ ...userFields, password }, ["email", "first_name", "type"]);
export const UserInput = fields({ ...userFields, password }, ["first_name", "type"]);
export const UserPatch = fields({ ...userFields, password });
export type UserPatch = Values<typeof UserPatch>;

export interface User extends Omit<Values<typeof NewUser>, "password"> {
  readonly id: string;
  readonly groups: readonly string[];
  readonly is_admin: boolean;
  readonly status: (typeof USER_STATUSES)[number];
  readonly date_created: string;
  readonly date_modified: string;
}

export const users = collection<User, "email" | "groups">({
  id: (ids) => ids.uuid(),
  missing: missing("User does not exist"),
  indexes: ["email", "groups"],
});

/** What proves a user's password; its id is the user's. */
export interface Password {
  readonly id: string;
  readonly digest: string;
}

export const passwords = collection<Password>({ id: (ids) => ids.uuid(), missing: missing("User does not exist") });

/** The user that application tokens from outside stand for: the domain's first administrator. */
export function administratorOf(state: State): User {
  for (const user of state.users.all()) if (user.is_admin && user.status === "ACTIVE") return user;
  throw new Error("the domain has no active administrator");
}

export function wireUser(state: State, user: User): object {
  const domain = systemDomainOf(state).id;
  return {
    description: "",
    hide_email: false,
    hide_phone: false,
    is_super_admin: false,
    is_super_admin_light: false,
    last_name: "",
    metadata: null,
    phone: "",
    system_domain_id: domain,
    system_domains: [domain],
    ...user,
  };
}

/** As other users see it without the right to read users, and as objects name their creator. */
export function wireBasicUser({ id, email: address, first_name, last_name = "", status, type }: User): object {
  return { id, email: address, first_name, last_name, status, type };
}
