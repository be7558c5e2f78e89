import { announce } from "../../events.ts";
import type { Call } from "../../types.ts";
import { type Share, wireShare } from "./share.ts";

/** The share's users, their logins and its permissions go with it. */
export function deleteShare(call: Call, share: Share): void {
  const { state } = call;
  for (const user of state.shareUsers.by("share_id", share.id)) state.shareUsers.delete(user.id);
  for (const token of state.shareTokens.by("share_id", share.id)) state.shareTokens.delete(token.id);
  for (const acl of state.acls.by("holder_id", share.id)) state.acls.delete(acl.id);
  state.shares.delete(share.id);
  tellShare(call, share, "delete");
}

/** Tells of a share, with its message; what the API shows of it comes back. */
export function tellShare(call: Call, share: Share, operation: "create" | "update" | "delete"): object {
  const data = wireShare(call.state, share);
  const told = { ...data, message: share.message ?? null };
  const event_type = share.object_type === "collections" ? "collections" : "assets";
  announce(call, { event_type, realm: "shares", operation, object_id: share.id, data: told });
  return data;
}
