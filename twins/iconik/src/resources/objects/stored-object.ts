import { collection } from "@twinkit-pro/twinkit";
import { createHash } from "node:crypto";
import { notFound } from "../../errors.ts";
import type { State } from "../../types.ts";
import type { ObjectPlace } from "./signed-url.ts";

/** Bytes in a storage; its id is the storage's and its path. */
export interface StoredObject {
  readonly id: string;
  readonly content_type: string;
  /** MD5 of the content, as object stores tell it. */
  readonly etag: string;
  readonly size: number;
  /** Base 64: states are JSON. */
  readonly content: string;
}

export const objects = collection<StoredObject>({
  id: (ids) => ids.uuid(),
  missing: () => notFound("Object does not exist"),
});

export function storeObject(state: State, place: ObjectPlace, content: Uint8Array, contentType: string): StoredObject {
  const id = idOf(place);
  state.objects.delete(id);
  return state.objects.insert({
    id,
    content_type: contentType,
    etag: createHash("md5").update(content).digest("hex"),
    size: content.byteLength,
    content: Buffer.from(content).toString("base64"),
  });
}

export function objectAt(state: State, place: ObjectPlace): StoredObject | undefined {
  return state.objects.get(idOf(place));
}

export function dropObject(state: State, place: ObjectPlace): void {
  state.objects.delete(idOf(place));
}

function idOf({ storageId, key }: ObjectPlace): string {
  return `${storageId}/${key}`;
}
