import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { listAfter } from "../../listing/list-after.ts";
import { AfterQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import type { Iconik, Op } from "../../types.ts";
import { setPassword } from "../users/password.ts";
import { requireShare, type SharedObject } from "./find.ts";
import { addShareUser, type ShareUser, ShareUserInput, ShareUserPatch, wireShareUser } from "./share-user.ts";

const USERS = "/API/assets/v1/:object_type/:object_id/shares/:share_id/users/";
const USER = "/API/assets/v1/:object_type/:object_id/shares/:share_id/users/:share_user_id/";

type OfShare = SharedObject | "share_id";

export const shareUserOperations = resource<Iconik>("share-users", {
  operations: {
    ...needing("can_read_shares", {
      ListShareUsers: get(USERS, AfterQuery, list),
      GetShareUser: get(USER, (op: Op<object, OfShare | "share_user_id">) =>
        wireShareUser(op.state, requireUser(op), requireShare(op)),
      ),
    }),
    ...needing("can_write_shares", {
      CreateShareUser: post(USERS, ShareUserInput, create),
      ReplaceShareUser: put(USER, ShareUserInput, edit),
      UpdateShareUser: patch(USER, ShareUserPatch, edit),
      DeleteShareUser: del(USER, remove),
    }),
  },
});

function list(op: Op<AfterQuery, OfShare>): object {
  const share = requireShare(op);
  return listAfter(op, op.state.shareUsers, {
    where: { field: "share_id", value: share.id },
    filter: ({ is_anyone }) => !is_anyone,
    wire: (user) => wireShareUser(op.state, user, share),
  });
}

function create(op: Op<Values<typeof ShareUserInput>, OfShare>): unknown {
  const share = requireShare(op);
  return reply(wireShareUser(op.state, addShareUser(op, share.id, op.params), share), { status: 201 });
}

function edit(op: Op<Values<typeof ShareUserPatch>, OfShare | "share_user_id">): object {
  const { password, ...changes } = op.params;
  const { id } = requireUser(op);
  if (password !== undefined) setPassword(op.state, id, password);
  return wireShareUser(op.state, op.state.shareUsers.update(id, changes), requireShare(op));
}

function remove(op: Op<object, OfShare | "share_user_id">): unknown {
  const { id } = requireUser(op);
  for (const token of op.state.shareTokens.by("share_user_id", id)) op.state.shareTokens.delete(token.id);
  op.state.shareUsers.delete(id);
  return noContent();
}

/** @throws VendorError 404 where the share has no such user */
function requireUser(op: Op<object, OfShare | "share_user_id">): ShareUser {
  const share = requireShare(op);
  const user = op.state.shareUsers.require(op.path.share_user_id);
  if (user.share_id !== share.id || user.is_anyone) throw notFound("Share does not exist");
  return user;
}
