import type { State } from "../../types.ts";

/** Ids of the collections that hold an object directly. */
export function collectionsHolding(state: State, objectId: string): string[] {
  return state.contents.by("object_id", objectId).map(({ collection_id }) => collection_id);
}

/** Ids of all collections above an object, the nearest first. */
export function ancestorsOf(state: State, objectId: string): string[] {
  const found = new Set(collectionsHolding(state, objectId));
  for (const id of found) for (const parent of collectionsHolding(state, id)) found.add(parent);
  return [...found];
}

/** Ids of the assets and collections in a collection, and below it where asked. */
export function objectsUnder(
  state: State,
  collectionId: string,
  depth: "direct" | "all",
): { readonly assets: Set<string>; readonly collections: Set<string> } {
  const assets = new Set<string>();
  const collections = new Set<string>();
  const visit = (id: string): void => {
    for (const { object_type, object_id } of state.contents.by("collection_id", id)) {
      (object_type === "assets" ? assets : collections).add(object_id);
    }
  };
  visit(collectionId);
  if (depth === "all") for (const id of collections) visit(id);
  collections.delete(collectionId);
  return { assets, collections };
}
