import type { Collection, Entity, SliceQuery } from "@twinkit-pro/twinkit";
import { notFound } from "../errors.ts";
import type { Op } from "../types.ts";
import { pageUrl } from "./page-url.ts";
import type { PageQuery } from "./query.ts";
import { nextBatch } from "./scroll.ts";
import { sortedBy } from "./sort.ts";

export interface ListOptions<E extends Entity, I extends string> extends Pick<SliceQuery<E, I>, "where" | "filter"> {
  readonly wire: (entity: E) => object;
}

/** iconik's envelope of a list. Addresses are paths, and absent where there is no such page. */
export interface PageOfObjects {
  readonly objects: readonly object[];
  readonly page: number;
  readonly pages: number;
  readonly per_page: number;
  readonly total: number;
  readonly first_url: string;
  readonly last_url: string;
  readonly next_url?: string;
  readonly prev_url?: string;
  readonly scroll_id?: string;
}

/**
 * A numbered page, or the next batch of a scroll.
 * @throws VendorError 404 where the page lies behind the last one
 */
export function listPage<E extends Entity, I extends keyof E & string>(
  op: Op<PageQuery>,
  collection: Collection<E, I>,
  options: ListOptions<E, I>,
): PageOfObjects {
  const { params } = op;
  const batch = params.scroll === true || params.scroll_id !== undefined ? nextBatch(op) : null;
  const offset = batch?.offset ?? (params.page - 1) * params.per_page;
  const { items, total } = slice(collection, options, { sort: params.sort, offset, limit: params.per_page });
  const envelope = envelopeOf(op, items.map(options.wire), total);
  if (batch === null) return envelope;
  batch.moveTo(offset + items.length);
  return { ...envelope, scroll_id: batch.id };
}

/** As `listPage`, over objects that are already in their final order. */
export function pageOf(op: Op<PageQuery>, objects: readonly object[]): PageOfObjects {
  const { page, per_page: perPage } = op.params;
  return envelopeOf(op, objects.slice((page - 1) * perPage, page * perPage), objects.length);
}

function slice<E extends Entity, I extends keyof E & string>(
  collection: Collection<E, I>,
  { where, filter }: ListOptions<E, I>,
  { sort, offset, limit }: { sort: string | undefined; offset: number; limit: number },
): { items: readonly E[]; total: number } {
  if (sort === undefined) return collection.slice({ where, filter, offset, limit, order: "oldest" });
  const candidates = where === undefined ? [...collection.all()] : collection.by(where.field, where.value);
  const sorted = sortedBy(filter === undefined ? candidates : candidates.filter(filter), sort);
  return { items: sorted.slice(offset, offset + limit), total: sorted.length };
}

function envelopeOf(op: Op<PageQuery>, objects: readonly object[], total: number): PageOfObjects {
  const { page, per_page: perPage, scroll_id: scrollId } = op.params;
  const pages = perPage === 0 ? 0 : Math.ceil(total / perPage);
  if (scrollId === undefined && page > Math.max(pages, 1)) throw notFound("Requested page does not exist");
  const urlOf = (number: number): string => pageUrl(op.request, { page: number, per_page: perPage });
  return {
    objects,
    page,
    pages,
    per_page: perPage,
    total,
    first_url: urlOf(1),
    last_url: urlOf(Math.max(pages, 1)),
    ...(page < pages ? { next_url: urlOf(page + 1) } : {}),
    ...(page > 1 ? { prev_url: urlOf(page - 1) } : {}),
  };
}
