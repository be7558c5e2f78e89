import { invalidField } from "../errors.ts";
import type { Call } from "../types.ts";
import type { Asset } from "./assets/asset.ts";
import type { AssetCollection } from "./collections/asset-collection.ts";
import { objectsUnder } from "./collections/tree.ts";
import { runSearch } from "./search/run-search.ts";

export const BULK_TYPES = ["assets", "collections", "saved_searches"] as const;
export type BulkType = (typeof BULK_TYPES)[number];

/** What a bulk operation works on: the named assets, or what lies in the named collections, or what searches find. */
export function objectsOf(
  { state }: Call,
  type: BulkType,
  ids: readonly string[],
): { readonly assets: Asset[]; readonly collections: AssetCollection[] } {
  const assets = new Set<string>();
  const collections = new Set<string>();
  for (const id of ids) {
    switch (type) {
      case "assets":
        assets.add(state.assets.require(id, "object_ids").id);
        break;
      case "collections": {
        const under = objectsUnder(state, state.collections.require(id, "object_ids").id, "all");
        for (const asset of under.assets) assets.add(asset);
        for (const each of under.collections) collections.add(each);
        break;
      }
      case "saved_searches": {
        const saved = state.savedSearches.get(id);
        if (saved === undefined) throw invalidField("object_ids", "Saved search does not exist");
        for (const { object_type, id: found } of runSearch(state, saved.criteria)) {
          (object_type === "assets" ? assets : collections).add(found);
        }
      }
    }
  }
  return {
    assets: [...assets].flatMap((id) => state.assets.get(id) ?? []),
    collections: [...collections].flatMap((id) => state.collections.get(id) ?? []),
  };
}
