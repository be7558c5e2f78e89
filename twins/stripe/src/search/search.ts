import type { Collection, Entity } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import * as v from "valibot";
import { invalidRequest } from "../errors.ts";
import { integer, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, params, text } from "../params/index.ts";
import { matcherOf, type SearchFields } from "./fields.ts";
import type { Op } from "../types.ts";
import { parseSearchQuery } from "./query.ts";

/** Stripe: data is searchable in under a minute. https://docs.stripe.com/search#data-freshness */
const SEARCH_LAG_S = 60;

/** The parameters of every search operation. */
export const Search = params({
  query: text(),
  limit: v.optional(integer({ min: 1, max: PAGE_LIMIT_MAX })),
  page: v.optional(text()),
});
export type Search = v.InferOutput<typeof Search>;

/** What can be found: `created` is in seconds. */
type Found = Entity & { readonly created: number };

export interface SearchOptions<E extends Entity, W> extends SearchFields<E> {
  /** Path of the search, for its `url`. */
  readonly url: string;
  readonly wire: (entity: E) => W;
}

/** A page of what a query finds, newest first: at once, or with Stripe's lag where that quirk is on. */
export function searchObject<E extends Found, I extends keyof E & string, W>(
  { params: asked, now, quirks }: Op<Search>,
  collection: Collection<E, I>,
  options: SearchOptions<E, W>,
): Stripe.ApiSearchResult<W> {
  const { query, limit = PAGE_LIMIT_DEFAULT, page } = asked;
  const wanted = matcherOf(parseSearchQuery(query), options);
  const newest = quirks.has("search_lag") ? now / 1_000 - SEARCH_LAG_S : Number.POSITIVE_INFINITY;
  const matches = (entity: E): boolean => entity.created <= newest && wanted(entity);
  const after = page === undefined ? undefined : cursorOf(page);
  if (after !== undefined && !collection.has(after)) throw invalidPage(page ?? "");
  const { items, hasMore } = collection.page({ limit, after, filter: matches });
  const last = items.at(-1);
  return {
    object: "search_result",
    data: items.map(options.wire),
    has_more: hasMore,
    next_page: hasMore && last !== undefined ? Buffer.from(last.id).toString("base64url") : null,
    url: options.url,
    ...(asked.expand?.includes("total_count") === true ? { total_count: count(collection.all(), matches) } : {}),
  };
}

function cursorOf(page: string): string {
  return Buffer.from(page, "base64url").toString("utf8");
}

/** Stripe names the token itself as the parameter. */
function invalidPage(page: string): Error {
  return invalidRequest({ message: `${page} is an invalid page.`, param: page });
}

function count<E>(entities: Iterable<E>, matches: (entity: E) => boolean): number {
  let found = 0;
  for (const entity of entities) if (matches(entity)) found += 1;
  return found;
}
