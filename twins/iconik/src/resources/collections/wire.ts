import type { State } from "../../types.ts";
import { metadataDocument } from "../metadata-values/metadata-values.ts";
import type { AssetCollection } from "./asset-collection.ts";
import { collectionsHolding } from "./tree.ts";

const PERMISSIONS = ["read", "write", "delete", "change-acl"] as const;

/** A collection, alike in its own operations and in lists. */
export function wireCollection(state: State, collection: AssetCollection): object {
  const parents = collectionsHolding(state, collection.id);
  return {
    ...collection,
    custom_order_status: "DISABLED",
    favoured: false,
    in_collections: parents,
    keyframes: [],
    metadata: metadataDocument(state, "collections", collection.id),
    object_type: "collections",
    parents,
    permissions: PERMISSIONS,
  };
}
