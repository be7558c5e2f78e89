import { callerOf } from "../../access/authorize.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call } from "../../types.ts";
import { without } from "../../without.ts";
import type { ObjectRef } from "../acls/acl.ts";
import { setAcl } from "../acls/permissions.ts";
import type { NewShareUrl, Share } from "./share.ts";

/** How long a share lasts unless its maker says otherwise. */
const SHARE_TTL_MS = 7 * 24 * 60 * 60_000;

/** A share of the caller's without users, with its permissions on the object. */
export function newShare(call: Call, ref: ObjectRef, given: Values<typeof NewShareUrl>): Share {
  const share = call.state.shares.insert({
    expires: timestamp(call.now + SHARE_TTL_MS),
    ...without(given, "password"),
    object_type: ref.object_type,
    object_id: ref.object_key,
    owner_id: callerOf(call).id,
    has_password: typeof given.password === "string",
    url: null,
    date_created: timestamp(call.now),
  });
  const permissions = given.allow_upload === true ? (["read", "write"] as const) : (["read"] as const);
  setAcl(call, ref, { holder_kind: "shares", holder_id: share.id }, permissions);
  return share;
}
