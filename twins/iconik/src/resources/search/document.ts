import type { State } from "../../types.ts";
import { wireIndexedAsset } from "../assets/wire.ts";
import { ancestorsOf, collectionsHolding } from "../collections/tree.ts";
import { wireCollection } from "../collections/wire.ts";
import { metadataDocument } from "../metadata-values/metadata-values.ts";
import { wireSegment } from "../segments/segment.ts";
import { DOC_TYPES, type DocType } from "./criteria.ts";

/** An object as the search index holds it. */
export interface SearchDocument {
  readonly object_type: DocType;
  readonly id: string;
  readonly [field: string]: unknown;
}

const DEFAULT_TYPES: readonly DocType[] = ["assets", "collections", "segments"];

/** All documents of some types, oldest first; deleted objects are marked by their status. */
export function documentsOf(state: State, types: readonly DocType[] | undefined): SearchDocument[] {
  const wanted = new Set(types ?? DEFAULT_TYPES);
  return DOC_TYPES.filter((type) => wanted.has(type)).flatMap((type) => SOURCES[type](state));
}

const SOURCES: Readonly<Record<DocType, (state: State) => SearchDocument[]>> = {
  assets: (state) =>
    Array.from(state.assets.all(), (asset) => ({
      ...wireIndexedAsset(state, asset),
      object_type: "assets",
      id: asset.id,
      segment_text: textsOf(state, asset.id, (type) => type !== "TRANSCRIPTION"),
      transcription_text: textsOf(state, asset.id, (type) => type === "TRANSCRIPTION"),
    })),
  collections: (state) =>
    Array.from(state.collections.all(), (collection) => ({
      ...wireCollection(state, collection),
      object_type: "collections",
      id: collection.id,
      ancestor_collections: ancestorsOf(state, collection.id),
    })),
  segments: (state) =>
    Array.from(state.segments.all(), (segment) => ({
      ...wireSegment(state, segment),
      object_type: "segments",
      id: segment.id,
      title: state.assets.get(segment.asset_id)?.title ?? "",
      in_collections: collectionsHolding(state, segment.asset_id),
      ancestor_collections: ancestorsOf(state, segment.asset_id),
      metadata: metadataDocument(state, "segments", segment.id),
    })),
  saved_searches: (state) =>
    Array.from(state.savedSearches.all(), (saved) => ({ ...saved, object_type: "saved_searches", title: saved.name })),
  saved_search_groups: (state) =>
    Array.from(state.savedSearchGroups.all(), (group) => ({
      ...group,
      object_type: "saved_search_groups",
      title: group.name,
    })),
};

function textsOf(state: State, assetId: string, isWanted: (type: string) => boolean): string[] {
  return state.segments
    .by("asset_id", assetId)
    .filter(({ segment_type, status }) => status === "ACTIVE" && isWanted(segment_type))
    .flatMap(({ segment_text }) => segment_text ?? []);
}
