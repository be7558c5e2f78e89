import * as v from "valibot";
import { pageUrl } from "../../listing/page-url.ts";
import { commaList } from "../../listing/query.ts";
import { integer, text } from "../../params/values.ts";
import type { Op } from "../../types.ts";
import { type MetadataField, wireField } from "./field.ts";

const PER_PAGE_DEFAULT = "500";

/** Fields are listed by name, on from the last name seen. */
export const FieldsQuery = v.object({
  per_page: v.optional(integer({ min: 1 }), PER_PAGE_DEFAULT),
  last_field_name: v.exactOptional(text),
  filter: v.exactOptional(commaList),
});
type FieldsQuery = v.InferOutput<typeof FieldsQuery>;

export function listFields({ params, request, state }: Op<FieldsQuery>): object {
  const { per_page: perPage, last_field_name: last, filter } = params;
  const wanted = byName([...state.metadataFields.all()])
    .filter(({ id }) => filter === undefined || filter.includes(id))
    .filter(({ id }) => last === undefined || id > last);
  const objects = wanted.slice(0, perPage);
  const lastShown = objects.at(-1);
  return {
    objects: objects.map(wireField),
    per_page: perPage,
    first_url: pageUrl({ ...request, query: "" }, { per_page: perPage }),
    ...(wanted.length > perPage && lastShown !== undefined
      ? { next_url: pageUrl(request, { per_page: perPage, last_field_name: lastShown.id }) }
      : {}),
  };
}

export function byName(fields: readonly MetadataField[]): MetadataField[] {
  return fields.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
