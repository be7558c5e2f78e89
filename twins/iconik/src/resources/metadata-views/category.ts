import { collection } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { list, text, uuid } from "../../params/values.ts";

const required = v.pipe(text, v.nonEmpty("Shorter than minimum length 1."));

export const CategoryInput = fields({ label: required, name: required, view_ids: list(uuid) }, ["label", "name"]);

/** A named choice of views for one type of object. */
export interface MetadataCategory extends Values<typeof CategoryInput> {
  readonly id: string;
  readonly object_type: string;
  readonly view_ids: readonly string[];
  readonly date_created: string;
  readonly date_modified: string;
}

/** Ids are `object_type/name`; see `categoryId`. */
export const metadataCategories = collection<MetadataCategory, "object_type">({
  id: (ids) => ids.uuid(),
  missing: missing("Metadata category by object type and category name doesn't exist"),
  indexes: ["object_type"],
});

export function categoryId(objectType: string, name: string): string {
  return `${objectType}/${name}`;
}
