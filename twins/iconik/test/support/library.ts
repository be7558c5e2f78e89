import type { Harness } from "./harness.ts";

/** Makes an asset; its id. */
export async function assetOf({ api }: Pick<Harness, "api">, title: string, collectionId?: string): Promise<string> {
  const { id } = (await api("POST /API/assets/v1/assets/", { title })).body;
  if (collectionId !== undefined) await putInto({ api }, collectionId, "assets", id);
  return id;
}

/** Makes a collection, in another where one is given; its id. */
export async function collectionOf({ api }: Pick<Harness, "api">, title: string, parentId?: string): Promise<string> {
  return (await api("POST /API/assets/v1/collections/", { title, parent_id: parentId ?? null })).body.id;
}

/** Makes a comment on an asset; its id. */
export async function commentOn({ api }: Pick<Harness, "api">, assetId: string, said: string): Promise<string> {
  const given = { segment_type: "COMMENT", segment_text: said };
  return (await api(`POST /API/assets/v1/assets/${assetId}/segments/`, given)).body.id;
}

async function putInto(
  { api }: Pick<Harness, "api">,
  collectionId: string,
  type: "assets" | "collections",
  id: string,
): Promise<void> {
  await api(`POST /API/assets/v1/collections/${collectionId}/contents/`, { object_id: id, object_type: type });
}
