import type { State } from "../../types.ts";
import { ancestorsOf, collectionsHolding } from "../collections/tree.ts";
import { metadataDocument } from "../metadata-values/metadata-values.ts";
import { mediaTypeOf } from "../formats/media-type.ts";
import { wireBasicUser } from "../users/user.ts";
import type { Asset } from "./asset.ts";

/** What of an asset's surroundings is shown with it. */
interface Included {
  readonly include_collections?: boolean;
  readonly include_users?: boolean;
}

/** An asset as its own operations show it (`AssetSchema`). */
export function wireAsset(
  state: State,
  asset: Asset,
  { include_collections = true, include_users }: Included = {},
): object {
  return {
    ...asset,
    favoured: false,
    ...(include_collections ? { in_collections: collectionsHolding(state, asset.id) } : {}),
    ...(include_users === true ? usersOf(state, asset) : {}),
  };
}

function usersOf(state: State, asset: Asset): object {
  const info = (id: string): object | undefined => {
    const user = state.users.get(id);
    return user === undefined ? undefined : wireBasicUser(user);
  };
  return {
    created_by_user_info: info(asset.created_by_user),
    updated_by_user_info: info(asset.updated_by_user),
    deleted_by_user_info: asset.deleted_by_user === undefined ? undefined : info(asset.deleted_by_user),
  };
}

/** An asset as lists and the search index show it (`AssetElasticSchema`). */
export function wireIndexedAsset(state: State, asset: Asset): object {
  const version = asset.versions[0]?.id;
  const ofVersion = <Part extends { readonly version_id?: string | null }>(parts: readonly Part[]): Part[] =>
    parts.filter((part) => part.version_id === version);
  const files = ofVersion(state.files.by("asset_id", asset.id));
  return {
    ...wireAsset(state, asset),
    object_type: "assets",
    ancestor_collections: ancestorsOf(state, asset.id),
    comments_count: state.segments.by("asset_id", asset.id).filter(isLiveComment).length,
    files: files.map(({ id, name, size, status, storage_id }) => ({ id, name, size, status, storage_id })),
    keyframes: ofVersion(state.keyframes.by("asset_id", asset.id)).map(({ id, type, status }) => ({
      id,
      type,
      status,
    })),
    media_type: mediaTypeOf(files),
    person_ids: asset.person_ids ?? [],
    metadata: metadataDocument(state, "assets", asset.id),
    proxies: ofVersion(state.proxies.by("asset_id", asset.id)).map(({ id, name, status }) => ({ id, name, status })),
    relations: state.relations.by("asset_id", asset.id).map(({ asset_id, relation_type, related_to_asset_id }) => ({
      related_from_asset_id: asset_id,
      related_to_asset_id,
      relation_type,
    })),
    versions_number: asset.versions.length,
  };
}

function isLiveComment(segment: { readonly segment_type: string; readonly status: string }): boolean {
  return segment.segment_type === "COMMENT" && segment.status === "ACTIVE";
}
