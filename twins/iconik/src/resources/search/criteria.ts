import * as v from "valibot";
import { fields } from "../../params/fields.ts";
import { boolean, list, oneOf, text, uuid } from "../../params/values.ts";

export const DOC_TYPES = ["assets", "collections", "segments", "saved_searches", "saved_search_groups"] as const;
export type DocType = (typeof DOC_TYPES)[number];

/** The index compares texts, so numbers and booleans are read as texts. */
const scalar = v.pipe(v.union([v.string(), v.number(), v.boolean()], "Not a valid string."), v.transform(String));

const Term = fields(
  {
    name: text,
    value: scalar,
    value_in: list(scalar),
    range: fields({ min: scalar, max: scalar, timezone: text }),
    exists: boolean,
    missing: boolean,
  },
  ["name"],
);
export type Term = v.InferOutput<typeof Term>;

/** Terms and further filters, joined by one operator. */
export interface Filter {
  readonly operator: "AND" | "OR" | "NOT";
  readonly terms?: readonly Term[];
  readonly filters?: readonly Filter[];
}

const Filter: v.GenericSchema<unknown, Filter> = v.object({
  operator: oneOf(["AND", "OR", "NOT"]),
  terms: v.exactOptional(list(Term)),
  filters: v.exactOptional(list(v.lazy(() => Filter))),
});

const Sort = fields({ name: text, order: oneOf(["asc", "desc"]) }, ["name"]);
export type Sort = v.InferOutput<typeof Sort>;

export const SearchCriteria = fields({
  doc_types: list(oneOf(DOC_TYPES)),
  query: v.nullable(text),
  search_fields: list(text),
  filter: v.nullable(Filter),
  facets: list(text),
  facets_filters: list(fields({ name: text, value_in: list(scalar) }, ["name"])),
  sort: list(Sort),
  search_after: v.array(v.unknown(), "Not a valid list."),
  include_fields: list(text),
  exclude_fields: list(text),
  metadata_view_id: v.nullable(uuid),
});
export type SearchCriteria = v.InferOutput<typeof SearchCriteria>;
