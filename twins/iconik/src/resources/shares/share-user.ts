import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { email, text } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, State } from "../../types.ts";
import { without } from "../../without.ts";
import { setPassword } from "../users/password.ts";
import type { Share } from "./share.ts";

const HASH_LENGTH = 12;
const HASH_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Stands for whoever opens the public address of a share. */
const ANYONE = "anyone@share.invalid";

const userFields = { email, password: text };
export const ShareUserInput = fields(userFields, ["email"]);
export const ShareUserPatch = fields(userFields);

/** Someone that an object is shared with. */
export interface ShareUser extends Omit<Values<typeof ShareUserInput>, "password"> {
  readonly id: string;
  readonly share_id: string;
  /** Proves the share's link: it ends the address that this user, or anyone, opens. */
  readonly hash: string;
  readonly is_anyone: boolean;
  readonly access_count: number;
  readonly last_access_date?: string;
}

export const shareUsers = collection<ShareUser, "share_id" | "hash" | "email">({
  id: (ids) => ids.uuid(),
  missing: missing("Share does not exist"),
  indexes: ["share_id", "hash", "email"],
});

interface NewShareUser {
  readonly email?: string;
  readonly password?: string | null | undefined;
}

/** Without an address, the user is anyone who knows the link. */
export function addShareUser({ state, ids }: Call, shareId: string, given: NewShareUser): ShareUser {
  const user = state.shareUsers.insert({
    share_id: shareId,
    email: given.email ?? ANYONE,
    hash: ids.text(HASH_LENGTH, HASH_ALPHABET),
    is_anyone: given.email === undefined,
    access_count: 0,
  });
  if (typeof given.password === "string") setPassword(state, user.id, given.password);
  return user;
}

/** The users by address, without the one that stands for anyone. */
export function namedUsersOf(state: State, share: Share): readonly ShareUser[] {
  return state.shareUsers.by("share_id", share.id).filter(({ is_anyone }) => !is_anyone);
}

export function addressOf({ hash }: ShareUser): string {
  return `https://icnk.io/u/${hash}/`;
}

export function countAccess({ state, now }: Call, user: ShareUser): void {
  state.shareUsers.update(user.id, { access_count: user.access_count + 1, last_access_date: timestamp(now) });
}

/** A share user with the address of one of the domain's own users is that user. */
export function wireShareUser(state: State, user: ShareUser, share: Share): object {
  const [own] = state.users.by("email", user.email);
  return {
    ...without(user, "hash", "is_anyone"),
    object_type: share.object_type,
    object_id: share.object_id,
    first_name: own?.first_name ?? "",
    last_name: own?.last_name ?? "",
    ...(own === undefined ? {} : { internal_user_id: own.id }),
  };
}
