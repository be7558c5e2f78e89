import { del, get, noContent, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { callerOf, needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { matching } from "../../listing/filters.ts";
import { listPage } from "../../listing/list-page.ts";
import { commaList, pageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { boolean, text } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { without } from "../../without.ts";
import type { User } from "../users/user.ts";
import { deleteShare } from "./change-share.ts";
import { requireLive } from "./find.ts";
import { isLive, type Share, ShareDeletion, wireShare } from "./share.ts";
import { addressOf, namedUsersOf } from "./share-user.ts";

const FILTERS = ["title", "object_type", "object_id", "owner_id", "ids"] as const;
const Filters = v.object({ ...pageQuery(FILTERS).entries, query: v.exactOptional(text) });
const OwnQuery = v.object({ ...Filters.entries, include_member_of: v.optional(boolean, "false") });
const AllQuery = v.object({ ...Filters.entries, member_id: v.exactOptional(commaList) });
const NoQuery = v.object({});

/** Shares across objects: the caller's own, and everybody's for those who manage them. */
export const ownShareOperations = resource<Iconik>("own-shares", {
  operations: {
    ...needing("can_manage_shares", {
      ListOwnShares: get("/API/assets/v1/shares/", OwnQuery, listOwn),
      DeleteOwnShares: del("/API/assets/v1/shares/bulk/", { body: ShareDeletion, query: NoQuery }, removeOwn),
    }),
    ...needing("can_manage_all_shares", {
      ListAllShares: get("/API/assets/v1/shares/all/", AllQuery, listAll),
      DeleteShares: del("/API/assets/v1/shares/bulk/all/", { body: ShareDeletion, query: NoQuery }, removeAny),
    }),
  },
});

function listOwn(op: Op<v.InferOutput<typeof OwnQuery>>): object {
  const caller = callerOf(op);
  return list(
    op,
    (share) => share.owner_id === caller.id || (op.params.include_member_of && isMember(op, share, caller)),
  );
}

function listAll(op: Op<v.InferOutput<typeof AllQuery>>): object {
  const members = op.params.member_id?.flatMap((id) => op.state.users.get(id) ?? []);
  return list(op, (share) => members === undefined || members.some((member) => isMember(op, share, member)));
}

function list(op: Op<v.InferOutput<typeof Filters>>, chosen: (share: Share) => boolean): object {
  const matches = matching<Share, (typeof FILTERS)[number]>(op.params, FILTERS);
  const query = op.params.query?.toLowerCase() ?? "";
  return listPage(op, op.state.shares, {
    filter: (share) =>
      isLive(share, op.now) &&
      chosen(share) &&
      (matches?.(share) ?? true) &&
      (share.title ?? "").toLowerCase().includes(query),
    wire: (share) => wireListed(op, share),
  });
}

function wireListed(op: Op<object>, share: Share): object {
  const caller = callerOf(op);
  const shown = wireShare(op.state, share);
  const users = namedUsersOf(op.state, share);
  const own = users.find(({ email }) => email === caller.email);
  return {
    ...(share.url === null ? without(shown, "url") : shown),
    object_title: titleOf(op, share),
    users: users.map((user) => without(user, "share_id", "hash", "is_anyone")),
    ...(own === undefined ? {} : { personal_url: addressOf(own) }),
  };
}

function titleOf({ state }: Op<object>, { object_type: type, object_id: id }: Share): string {
  return (type === "collections" ? state.collections.get(id) : state.assets.get(id))?.title ?? "";
}

function isMember({ state }: Op<object>, share: Share, user: User): boolean {
  return namedUsersOf(state, share).some(({ email }) => email === user.email);
}

function removeOwn(op: Op<Values<typeof ShareDeletion>>): unknown {
  const { id: caller } = callerOf(op);
  for (const share of wanted(op)) {
    if (share.owner_id !== caller) throw notFound("Share does not exist");
    deleteShare(op, share);
  }
  return noContent();
}

function removeAny(op: Op<Values<typeof ShareDeletion>>): unknown {
  for (const share of wanted(op)) deleteShare(op, share);
  return noContent();
}

function wanted(op: Op<Values<typeof ShareDeletion>>): readonly Share[] {
  return [...new Set(op.params.share_ids ?? [])].map((id) => requireLive(op, id));
}
