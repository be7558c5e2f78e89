import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { badRequest } from "../../errors.ts";
import type { Values } from "../../params/fields.ts";
import { boolean } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { PartsQuery } from "../asset-parts.ts";
import { changeAsset } from "../assets/change-asset.ts";
import { dropObject } from "../objects/stored-object.ts";
import { storageFor } from "../storages/storage.ts";
import { type Keyframe, keyframeParts, KeyframePatch, NEW_KEYFRAME, NewKeyframe, placeOfKeyframe } from "./keyframe.ts";

type OfKeyframe = "asset_id" | "keyframe_id";

const DeleteQuery = v.object({ keep_poster: v.exactOptional(boolean) });

export const keyframes = resource<Iconik>("keyframes", {
  operations: {
    ...needing("can_read_assets", {
      ListKeyframes: get("/API/files/v1/assets/:asset_id/keyframes/", PartsQuery, keyframeParts.list),
      ListVersionKeyframes: get(
        "/API/files/v1/assets/:asset_id/versions/:version_id/keyframes/",
        PartsQuery,
        keyframeParts.listOfVersion,
      ),
      GetKeyframe: get("/API/files/v1/assets/:asset_id/keyframes/:keyframe_id/", (op: Op<object, OfKeyframe>) =>
        show(op),
      ),
    }),
    ...needing("can_write_keyframes", {
      CreateKeyframe: post("/API/files/v1/assets/:asset_id/keyframes/", NewKeyframe, create),
      ReplaceKeyframe: put("/API/files/v1/assets/:asset_id/keyframes/:keyframe_id/", NewKeyframe, edit),
      UpdateKeyframe: patch("/API/files/v1/assets/:asset_id/keyframes/:keyframe_id/", KeyframePatch, edit),
      DeleteKeyframe: del("/API/files/v1/assets/:asset_id/keyframes/:keyframe_id/", (op: Op<object, OfKeyframe>) =>
        remove(op, [find(op)]),
      ),
      DeleteVersionKeyframes: del(
        "/API/files/v1/assets/:asset_id/versions/:version_id/keyframes/",
        DeleteQuery,
        removeAll,
      ),
      DeleteAllKeyframes: del("/API/files/v1/assets/:asset_id/versions/all/keyframes/", DeleteQuery, removeAll),
      PublishKeyframe: post(
        "/API/files/v1/assets/:asset_id/keyframes/:keyframe_id/public/",
        (op: Op<object, OfKeyframe>) => setPublic(op, true),
      ),
      UnpublishKeyframe: del(
        "/API/files/v1/assets/:asset_id/keyframes/:keyframe_id/public/",
        (op: Op<object, OfKeyframe>) => setPublic(op, false),
      ),
      SetCustomKeyframe: post("/API/files/v1/assets/:asset_id/custom_keyframe/:poster_id/", setCustom),
    }),
  },
});

function find(op: Op<object, OfKeyframe>): Keyframe {
  return keyframeParts.find(op, op.path.asset_id, op.path.keyframe_id);
}

function show(op: Op<object, OfKeyframe>): object {
  return keyframeParts.show(op, op.path.asset_id, op.path.keyframe_id);
}

function create(op: Op<Values<typeof NewKeyframe>, "asset_id">): unknown {
  const { params, path, state } = op;
  const asset = state.assets.require(path.asset_id);
  const storage =
    params.storage_id === undefined
      ? storageFor(state, "KEYFRAMES")
      : state.storages.require(params.storage_id, "storage_id");
  if (storage === undefined) throw badRequest("No matching storage exists");
  const filename = params.filename ?? `${params.name ?? params.type.toLowerCase()}.jpg`;
  const own = { name: params.name ?? filename, filename, storage_id: storage.id };
  const { id } = keyframeParts.create(op, asset, { ...NEW_KEYFRAME, ...params, ...own });
  return reply(keyframeParts.show(op, asset.id, id), { status: 201 });
}

function edit(op: Op<Values<typeof KeyframePatch>, OfKeyframe>): object {
  keyframeParts.change(op, find(op), op.params);
  return show(op);
}

function setPublic(op: Op<object, OfKeyframe>, isPublic: boolean): unknown {
  keyframeParts.change(op, find(op), { is_public: isPublic });
  return reply(show(op), { status: 201 });
}

/** The asset shows this still in place of the one that was made for it. */
function setCustom(op: Op<object, "asset_id" | "poster_id">): unknown {
  const { asset_id: assetId, poster_id: posterId } = op.path;
  const poster = keyframeParts.find(op, assetId, posterId);
  keyframeParts.change(op, poster, { is_custom_keyframe: true });
  changeAsset(op, assetId, { custom_keyframe: posterId, custom_poster: posterId });
  return reply(keyframeParts.show(op, assetId, posterId), { status: 201 });
}

function removeAll(op: Op<Values<typeof DeleteQuery>, "asset_id">): unknown {
  const kept = op.params.keep_poster === true ? "POSTER" : null;
  return remove(
    op,
    keyframeParts.ofPath(op).filter(({ type }) => type !== kept),
  );
}

function remove(op: Op<object, "asset_id">, doomed: readonly Keyframe[]): unknown {
  for (const keyframe of doomed) {
    dropObject(op.state, placeOfKeyframe(keyframe));
    keyframeParts.remove(op, keyframe);
  }
  return noContent();
}
