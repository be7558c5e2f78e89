import type { OperationDefinition } from "@twinkit-pro/twinkit";
import type { Call, Iconik } from "../../types.ts";
import type { ObjectRef, Permission } from "./acl.ts";
import { requirePermission } from "./permissions.ts";

/** What a method does to the object in its path. Parts of an object come and go by writing it. */
const PERMISSION_OF = {
  GET: "read",
  HEAD: "read",
  POST: "write",
  PUT: "write",
  PATCH: "write",
  DELETE: "write",
} as const satisfies Record<OperationDefinition<Iconik>["method"], Permission>;

/**
 * Checks the caller's permission on the asset or collection that a path names; an object that is not there is left to
 * the operation. @throws VendorError 403
 */
export function requirePathPermission(
  call: Call & { readonly path: Readonly<Partial<Record<string, string>>> },
  { method, pattern }: OperationDefinition<Iconik>,
): void {
  const ref = objectIn(call);
  if (ref === null) return;
  const isWhole = /:(?:asset|collection)_id\/(?:purge\/)?$/.test(pattern);
  requirePermission(call, ref, method === "DELETE" && isWhole ? "delete" : PERMISSION_OF[method]);
}

function objectIn({ path, state }: Parameters<typeof requirePathPermission>[0]): ObjectRef | null {
  const { asset_id: asset = "", collection_id: collection = "" } = path;
  if (state.assets.has(asset)) return { object_type: "assets", object_key: asset };
  return state.collections.has(collection) ? { object_type: "collections", object_key: collection } : null;
}
