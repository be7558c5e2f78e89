import { notFound } from "../../errors.ts";
import type { Op } from "../../types.ts";
import { metadataId, type MetadataValues } from "./metadata-values.ts";
import { requireView } from "../metadata-views/view.ts";
import { wireValues } from "./change.ts";
import type { Subject } from "./subject.ts";

interface ReadOptions {
  readonly reencode_values_to_string: boolean;
}

/** An object's values of the fields of a view. @throws VendorError 404 where the object has no metadata */
export function readInView(op: Op<ReadOptions, "view_id">, subject: Subject): object {
  const names = requireView(op, op.path.view_id).view_fields.map(({ name }) => name);
  const metadata = op.state.metadataValues.get(metadataId(subject.object_type, subject.object_id));
  if (metadata === undefined) throw notFound("Metadata values for this object and view doesn't exist");
  return wireValues(op.params.reencode_values_to_string ? withTexts(metadata) : metadata, names);
}

function withTexts(metadata: MetadataValues): MetadataValues {
  const values = Object.entries(metadata.values).map(([name, { field_values, ...rest }]) => [
    name,
    { ...rest, field_values: field_values.map((item) => ({ ...item, value: String(item.value) })) },
  ]);
  return { ...metadata, values: Object.fromEntries(values) as MetadataValues["values"] };
}
