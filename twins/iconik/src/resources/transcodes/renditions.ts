import type { Actor } from "../../types.ts";
import type { Asset } from "../assets/asset.ts";
import type { File } from "../files/file.ts";
import { type Keyframe, keyframeParts, NEW_KEYFRAME, placeOfKeyframe } from "../keyframes/keyframe.ts";
import { storeObject } from "../objects/stored-object.ts";
import { NEW_PROXY, placeOfProxy, proxyParts } from "../proxies/proxy.ts";
import { storageFor } from "../storages/storage.ts";
import { VIDEO } from "./media.ts";

const PROXY = { codec: "h264", format: "mp4", bit_rate: 2_000_000, audio_bitrate: 128_000 } as const;
const PROXY_RESOLUTION = { width: 1_280, height: 720 } as const;
const STILL_RESOLUTION = { width: 640, height: 360 } as const;

/** Makes the proxy of a version, in place of one that is there. Returns why it cannot, or null. */
export function makeProxy(actor: Actor, asset: Asset, file: File): string | null {
  const storage = storageFor(actor.state, "PROXIES");
  if (storage === undefined) return "There is no storage for proxies";
  for (const old of actor.state.proxies.by("asset_id", asset.id)) {
    if (old.version_id === file.version_id && old.codec === PROXY.codec) proxyParts.remove(actor, old);
  }
  const content = placeholder(`proxy of ${file.original_name}`);
  const proxy = proxyParts.create(actor, asset, {
    ...NEW_PROXY,
    ...PROXY,
    name: file.original_name,
    filename: `${file.id}.mp4`,
    status: "CLOSED",
    frame_rate: VIDEO.frameRate,
    resolution: PROXY_RESOLUTION,
    size: content.byteLength,
    storage_id: storage.id,
    version_id: file.version_id,
  });
  storeObject(actor.state, placeOfProxy(proxy), content, "video/mp4");
  return null;
}

/** Makes the poster and the keyframe map of a version, in place of those that are there. */
export function makeKeyframes(actor: Actor, asset: Asset, file: File): string | null {
  for (const old of actor.state.keyframes.by("asset_id", asset.id)) {
    if (old.version_id === file.version_id && !(old.is_custom_keyframe ?? false)) keyframeParts.remove(actor, old);
  }
  return (
    makeKeyframe(actor, asset, file, { type: "POSTER" }) ?? makeKeyframe(actor, asset, file, { type: "KEYFRAME_MAP" })
  );
}

/** Makes a still of one instant. */
export function makeStill(actor: Actor, asset: Asset, file: File, milliseconds: number): string | null {
  const rate = Number(VIDEO.frameRate);
  const frames = Math.round((milliseconds * rate) / 1_000);
  const timeCode = { frames_number: frames, is_drop_frame: false, time_base: { denominator: rate, numerator: 1 } };
  return makeKeyframe(actor, asset, file, { type: "KEYFRAME", time_code: timeCode });
}

function makeKeyframe(
  actor: Actor,
  asset: Asset,
  file: File,
  own: Pick<Keyframe, "type" | "time_code">,
): string | null {
  const storage = storageFor(actor.state, "KEYFRAMES");
  if (storage === undefined) return "There is no storage for keyframes";
  const content = placeholder(`${own.type.toLowerCase()} of ${file.original_name}`);
  const keyframe = keyframeParts.create(actor, asset, {
    ...NEW_KEYFRAME,
    ...own,
    name: own.type.toLowerCase(),
    filename: `${own.type.toLowerCase()}.jpg`,
    format: "JPEG",
    status: "CLOSED",
    resolution: STILL_RESOLUTION,
    size: content.byteLength,
    storage_id: storage.id,
    version_id: file.version_id,
  });
  storeObject(actor.state, placeOfKeyframe(keyframe), content, "image/jpeg");
  return null;
}

/** Stands for bytes that a transcoder would make. */
function placeholder(what: string): Uint8Array {
  return new TextEncoder().encode(`WonderTwin placeholder: ${what}\n`);
}
