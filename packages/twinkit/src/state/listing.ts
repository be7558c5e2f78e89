import type { Entity } from "./collection-definition.ts";
import type { IndexKey } from "./index-key.ts";
import type { SlotList } from "./slot-list.ts";

interface ListQuery<E extends Entity, I extends string> {
  /** Restricts the listing to an indexed value; costs the page, not the collection. */
  readonly where?: { readonly field: I; readonly value: IndexKey } | undefined;
  /** Further condition, checked on each candidate. */
  readonly filter?: ((entity: E) => boolean) | undefined;
  /** @default "newest" first */
  readonly order?: "newest" | "oldest" | undefined;
  readonly limit: number;
}

export interface PageQuery<E extends Entity, I extends string> extends ListQuery<E, I> {
  /** The page starts behind this entity, in the listing's order. An unknown id gives an empty page. */
  readonly after?: string | undefined;
  /** The page ends in front of this entity, in the listing's order. */
  readonly before?: string | undefined;
}

export interface Page<E> {
  readonly items: readonly E[];
  /** More entities follow in the direction of travel. */
  readonly hasMore: boolean;
}

export interface SliceQuery<E extends Entity, I extends string> extends ListQuery<E, I> {
  /** Entities to skip, counted in the listing's order. */
  readonly offset: number;
}

export interface Slice<E> {
  readonly items: readonly E[];
  readonly total: number;
}

export function listPage<E extends Entity, I extends string>(
  entities: readonly (E | undefined)[],
  index: SlotList | null,
  slotOf: (id: string) => number | undefined,
  query: PageQuery<E, I>,
): Page<E> {
  const cursor = query.after ?? query.before;
  const backwards = query.after === undefined && query.before !== undefined;
  const slot = cursor === undefined ? null : slotOf(cursor);
  if (slot === undefined) return { items: [], hasMore: false };
  const descending = (query.order !== "oldest") !== backwards;
  const items: E[] = [];
  for (const entity of walk(entities, index, slot, descending)) {
    if (query.filter !== undefined && !query.filter(entity)) continue;
    if (items.length === query.limit) return { items: backwards ? items.reverse() : items, hasMore: true };
    items.push(entity);
  }
  return { items: backwards ? items.reverse() : items, hasMore: false };
}

export function listSlice<E extends Entity, I extends string>(
  entities: readonly (E | undefined)[],
  index: SlotList | null,
  size: number,
  query: SliceQuery<E, I>,
): Slice<E> {
  const items: E[] = [];
  const known = query.filter === undefined ? (index?.size ?? size) : null;
  let seen = 0;
  for (const entity of walk(entities, index, null, query.order !== "oldest")) {
    if (query.filter !== undefined && !query.filter(entity)) continue;
    if (seen >= query.offset && items.length < query.limit) items.push(entity);
    seen += 1;
    if (known !== null && items.length === query.limit) break;
  }
  return { items, total: known ?? seen };
}

/** Entities from next to `slot` (exclusive; null: from the end) in one direction. */
function* walk<E>(
  entities: readonly (E | undefined)[],
  index: SlotList | null,
  slot: number | null,
  descending: boolean,
): IterableIterator<E> {
  const step = descending ? -1 : 1;
  const length = index?.size ?? entities.length;
  let at = startPosition(index, slot, descending, length);
  for (; at >= 0 && at < length; at += step) {
    const entity = entities[index === null ? at : (index.at(at) ?? -1)];
    if (entity !== undefined) yield entity;
  }
}

function startPosition(index: SlotList | null, slot: number | null, descending: boolean, length: number): number {
  if (slot === null) return descending ? length - 1 : 0;
  if (index === null) return descending ? slot - 1 : slot + 1;
  const position = index.positionOf(slot);
  if (descending) return position - 1;
  return index.at(position) === slot ? position + 1 : position;
}
