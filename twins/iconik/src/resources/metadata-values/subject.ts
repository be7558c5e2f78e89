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

function ownerOf(state: State, objectType: string, id: string): Subject["owner"] {
  if (objectType === "assets") return { object_type: "assets", object_key: state.assets.require(id).id };
  if (objectType === "collections") return { object_type: "collections", object_key: state.collections.require(id).id };
  if (objectType === "segments") return { object_type: "assets", object_key: state.segments.require(id).asset_id };
  throw notFound(`Unknown object type ${objectType}`);
}
