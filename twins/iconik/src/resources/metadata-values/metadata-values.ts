import { collection } from "@twinkit-pro/twinkit";
import { notFound } from "../../errors.ts";
import type { State } from "../../types.ts";

/** One value of a field; its type is the field's. */
export interface FieldValue {
  readonly value: unknown;
}

export interface FieldValues {
  readonly field_values: readonly FieldValue[];
  readonly date_created: string;
}

/** The metadata of one object; its id is the object's type and id. */
export interface MetadataValues {
  readonly id: string;
  readonly object_type: string;
  readonly object_id: string;
  readonly version_id?: string | undefined;
  readonly values: Readonly<Record<string, FieldValues>>;
  readonly date_created: string;
  readonly date_modified: string;
}

export const metadataValues = collection<MetadataValues, "object_id">({
  id: (ids) => ids.uuid(),
  missing: () => notFound("Metadata values for this object don't exist"),
  indexes: ["object_id"],
});

export function metadataId(objectType: string, objectId: string): string {
  return `${objectType}/${objectId}`;
}

/** The metadata of an object as the search index holds it: a list of values by field. */
export function metadataDocument(state: State, objectType: string, objectId: string): Record<string, unknown[]> {
  const stored = state.metadataValues.get(metadataId(objectType, objectId))?.values ?? {};
  return Object.fromEntries(
    Object.entries(stored).map(([field, { field_values }]) => [field, field_values.map(({ value }) => value)]),
  );
}
