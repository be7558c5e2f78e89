import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { timestamp } from "../../timestamps.ts";
import type { Actor, State } from "../../types.ts";

export const CONTENT_TYPES = ["assets", "collections"] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

/** That an object lies in a collection. */
export interface Content {
  readonly id: string;
  readonly collection_id: string;
  readonly object_type: ContentType;
  readonly object_id: string;
  readonly date_created: string;
}

export const contents = collection<Content, "collection_id" | "object_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Content object not found"),
  indexes: ["collection_id", "object_id"],
});

export function findContent(state: State, collectionId: string, objectId: string): Content | undefined {
  return state.contents.by("object_id", objectId).find((content) => content.collection_id === collectionId);
}

/** Puts an object into a collection; without effect where it is there. */
export function addContent(actor: Actor, collectionId: string, type: ContentType, objectId: string): Content {
  const known = findContent(actor.state, collectionId, objectId);
  if (known !== undefined) return known;
  const place = { collection_id: collectionId, object_type: type, object_id: objectId };
  return actor.state.contents.insert({ ...place, date_created: timestamp(actor.now) });
}
