import { notFound } from "../../errors.ts";
import type { Call, State } from "../../types.ts";
import type { ObjectRef, Permission } from "../acls/acl.ts";
import { requirePermission } from "../acls/permissions.ts";

/** An object that carries metadata. */
export interface Subject {
  readonly object_type: string;
  readonly object_id: string;
  /** Whose permissions count, and of what webhooks tell: a segment belongs to its asset. */
  readonly owner: { readonly object_type: "assets" | "collections"; readonly object_key: string };
}

/**
 * The object with this type and id.
 * @throws VendorError 404 where it is not there, 403 where the caller lacks the permission
 */
export function requireSubject(call: Call, objectType: string, objectId: string, permission: Permission): Subject {
  const owner = ownerOf(call.state, objectType, objectId);
  requirePermission(call, owner satisfies ObjectRef, permission);
  return { object_type: objectType, object_id: objectId, owner };
}

interface Named {
  readonly objectType: string;
  readonly objectId: string;
  readonly permission: Permission;
}

/** An asset, or an object of it. @throws VendorError 404 also where the object belongs to another asset */
export function requireInAsset(call: Call, assetId: string, { objectType, objectId, permission }: Named): Subject {
  const subject = requireSubject(call, objectType, objectId, permission);
  const { object_type: type, object_key: key } = subject.owner;
  if (type !== "assets" || key !== assetId) throw notFound("Object does not belong to the asset");
  return subject;
}

function ownerOf(state: State, objectType: string, id: string): Subject["owner"] {
  if (objectType === "assets") return { object_type: "assets", object_key: state.assets.require(id).id };
  if (objectType === "collections") return { object_type: "collections", object_key: state.collections.require(id).id };
  if (objectType === "segments") return { object_type: "assets", object_key: state.segments.require(id).asset_id };
  throw notFound(`Unknown object type ${objectType}`);
}
