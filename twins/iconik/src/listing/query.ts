import * as v from "valibot";
import { boolean, integer, text, uuid } from "../params/values.ts";

/** Limits of `BaseQueryParamsSchema`. */
const PER_PAGE = { default: "10", min: 0, max: 1_000 } as const;
const PAGE_MAX = 10_000;

const perPage = v.optional(integer(PER_PAGE), PER_PAGE.default);

/** Texts separated by commas. */
export const commaList = v.pipe(
  text,
  v.transform((joined) => joined.split(",").filter((part) => part !== "")),
);

/** Query of a list that iconik answers from its search index: numbered pages, or scrolling. */
export const PageQuery = v.object({
  per_page: perPage,
  page: v.optional(integer({ min: 1, max: PAGE_MAX }), "1"),
  sort: v.exactOptional(text),
  scroll: v.exactOptional(boolean),
  scroll_id: v.exactOptional(text),
});
export type PageQuery = v.InferOutput<typeof PageQuery>;

/** Query of a list that iconik answers from its database: on from the last object seen. */
export const AfterQuery = v.object({ per_page: perPage, last_id: v.exactOptional(uuid) });
export type AfterQuery = v.InferOutput<typeof AfterQuery>;

/** A `PageQuery` with filters: each names a field and takes values separated by commas. */
export function pageQuery<const Names extends readonly string[]>(filters: Names) {
  const entries = Object.fromEntries(filters.map((name) => [name, v.exactOptional(commaList)]));
  return v.object({ ...PageQuery.entries, ...(entries as FilterEntries<Names>) });
}

type FilterEntries<Names extends readonly string[]> = {
  readonly [Name in Names[number]]: v.ExactOptionalSchema<typeof commaList, undefined>;
};

/** The query of an operation that takes a body where its method usually has none. */
export const NoQuery = v.object({});
