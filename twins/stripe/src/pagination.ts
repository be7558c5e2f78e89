import type { Collection, Entity, PageQuery } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { type Departed, heirOf } from "./departed.ts";
import { parametersExclusive } from "./errors.ts";
import { PAGE_LIMIT_DEFAULT, type PageParams } from "./params/index.ts";

export interface ListOptions<E extends Entity, I extends string, W> {
  /** Path of the list, for its `url`. */
  readonly url: string;
  readonly wire: (entity: E) => W;
  readonly where?: PageQuery<E, I>["where"];
  readonly filter?: PageQuery<E, I>["filter"];
  /** Deleted objects, where objects of this kind can be deleted: a list may go on behind one. */
  readonly departed?: Collection<Departed>;
}

/**
 * A page of a collection as Stripe's list object, newest first.
 * @throws VendorError where the cursor names nothing, or both cursors are given
 */
export function listObject<E extends Entity, I extends keyof E & string, W>(
  collection: Collection<E, I>,
  page: PageParams,
  { url, wire, where, filter, departed }: ListOptions<E, I, W>,
): Stripe.ApiList<W> {
  const { limit = PAGE_LIMIT_DEFAULT, starting_after: after, ending_before: before } = page;
  if (after !== undefined && before !== undefined) {
    throw parametersExclusive("You can only specify one of these parameters: starting_after, ending_before.");
  }
  if (before !== undefined) collection.require(before, "ending_before");
  const start = after === undefined ? undefined : startOf(collection, after, departed);
  if (start === null) return wholeList(url, []);
  const { items, hasMore } = collection.page({ limit, after: start, before, where, filter });
  return { object: "list", data: items.map(wire), has_more: hasMore, url };
}

/** The live object that the page starts behind; undefined at the beginning of the list, null at its end. */
function startOf<E extends Entity, I extends keyof E & string>(
  collection: Collection<E, I>,
  cursor: string,
  departed: Collection<Departed> | undefined,
): string | null | undefined {
  if (collection.has(cursor)) return cursor;
  if (departed?.has(cursor) !== true) return collection.require(cursor, "starting_after").id;
  const heir = heirOf(collection, departed, cursor);
  if (heir === null) return null;
  return collection.page({ limit: 1, before: heir }).items[0]?.id;
}

/** A list object inside another object, whole. */
export function wholeList<W>(url: string, data: W[]): Stripe.ApiList<W> {
  return { object: "list", data, has_more: false, url };
}
