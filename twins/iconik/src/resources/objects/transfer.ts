import type { Call } from "../../types.ts";
import { isCloud } from "../storages/storage.ts";
import { type ObjectPlace, signedUrl } from "./signed-url.ts";
import { objectAt } from "./stored-object.ts";

/**
 * How a client moves the bytes of a file, proxy or keyframe: an address to put them to while it is open, an address to
 * get them from once they are there. Storages that are not in the cloud have neither.
 */
export function transferFields(call: Call, { status }: { readonly status: string }, place: ObjectPlace): object {
  const storage = call.state.storages.get(place.storageId);
  if (storage === undefined) return {};
  const method = { storage_method: storage.method };
  if (!isCloud(storage)) return method;
  if (status === "OPEN" || status === "GROWING" || status === "AWAITED") {
    const upload = { upload_url: signedUrl(call, "PUT", place), upload_method: "PUT", upload_credentials: {} };
    return { ...method, ...upload };
  }
  return objectAt(call.state, place) === undefined ? method : { ...method, url: signedUrl(call, "GET", place) };
}
