import { notFound } from "../../errors.ts";
import type { Call, Op } from "../../types.ts";
import type { ObjectRef } from "../acls/acl.ts";
import { requirePermission } from "../acls/permissions.ts";
import { isLive, type Share } from "./share.ts";

export type SharedObject = "object_type" | "object_id";

/** The object to share. @throws VendorError 404, or 403 where the caller may not read it */
export function requireShared(call: Call, path: Readonly<Record<SharedObject, string>>): ObjectRef {
  const { object_type: type, object_id: id } = path;
  if (type !== "assets" && type !== "collections") throw notFound(`Unknown object type ${type}`);
  const ref = { object_type: type, object_key: call.state[type].require(id).id };
  requirePermission(call, ref, "read");
  return ref;
}

/** The share in the path. @throws VendorError 404 where the object has no such share, or it has expired */
export function requireShare(op: Op<object, SharedObject | "share_id">): Share {
  const { object_key: key } = requireShared(op, op.path);
  const share = requireLive(op, op.path.share_id);
  if (share.object_id !== key || share.object_type !== op.path.object_type) throw notFound("Share does not exist");
  return share;
}

/** @throws VendorError 404 */
export function requireLive({ state, now }: Call, shareId: string): Share {
  const share = state.shares.require(shareId);
  if (!isLive(share, now)) throw notFound("Share does not exist");
  return share;
}
