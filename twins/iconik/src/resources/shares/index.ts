import { del, get, noContent, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { listAfter } from "../../listing/list-after.ts";
import { AfterQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import type { Iconik, Op } from "../../types.ts";
import { deleteShare, tellShare } from "./change-share.ts";
import { newShare } from "./new-share.ts";
import { requireShare, requireShared, type SharedObject } from "./find.ts";
import { isLive, NewShare, NewShareUrl, ShareInput, wireShare } from "./share.ts";
import { addressOf, addShareUser, namedUsersOf, wireShareUser } from "./share-user.ts";

const SHARES = "/API/assets/v1/:object_type/:object_id/shares/";
const SHARE = "/API/assets/v1/:object_type/:object_id/shares/:share_id/";

export const shareOperations = resource<Iconik>("shares", {
  operations: {
    ...needing("can_read_shares", { ListObjectShares: get(SHARES, AfterQuery, list) }),
    ...needing(null, { GetObjectShare: get(SHARE, read) }),
    ...needing("can_write_shares", {
      CreateObjectShare: post(SHARES, NewShare, create),
      CreateObjectShareUrl: post(`${SHARES}url/`, NewShareUrl, createUrl),
      ReplaceObjectShare: put(SHARE, ShareInput, replace),
    }),
    ...needing("can_delete_object_shares", { DeleteObjectShare: del(SHARE, remove) }),
    ...needing("can_reindex_shares", { ReindexObjectShare: post(`${SHARE}reindex/`, reindex) }),
  },
});

function list(op: Op<AfterQuery, SharedObject>): object {
  const { object_type: objectType, object_key: value } = requireShared(op, op.path);
  return listAfter(op, op.state.shares, {
    where: { field: "object_id", value },
    filter: (share) => share.object_type === objectType && isLive(share, op.now),
    wire: (share) => wireShare(op.state, share),
  });
}

function read(op: Op<object, SharedObject | "share_id">): object {
  const share = requireShare(op);
  const users = namedUsersOf(op.state, share).map((user) => wireShareUser(op.state, user, share));
  return { ...wireShare(op.state, share), users };
}

/** The mails that tell the addresses their links are not sent. */
function create(op: Op<Values<typeof NewShare>, SharedObject>): unknown {
  const { emails, ...given } = op.params;
  const share = newShare(op, requireShared(op, op.path), given);
  for (const email of emails) addShareUser(op, share.id, { email, password: given.password });
  return reply(tellShare(op, share, "create"), { status: 202 });
}

function createUrl(op: Op<Values<typeof NewShareUrl>, SharedObject>): object {
  const share = newShare(op, requireShared(op, op.path), op.params);
  const anyone = addShareUser(op, share.id, { password: op.params.password });
  return tellShare(op, op.state.shares.update(share.id, { url: addressOf(anyone) }), "create");
}

function replace(op: Op<Values<typeof ShareInput>, SharedObject | "share_id">): object {
  return tellShare(op, op.state.shares.update(requireShare(op).id, op.params), "update");
}

function remove(op: Op<object, SharedObject | "share_id">): unknown {
  deleteShare(op, requireShare(op));
  return noContent();
}

/** What this twin lists is never out of date. */
function reindex(op: Op<object, SharedObject | "share_id">): unknown {
  requireShare(op);
  return reply({}, { status: 201 });
}
