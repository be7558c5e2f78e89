import type { Collection, Entity, PageQuery } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { parametersExclusive } from "./errors.ts";
import { PAGE_LIMIT_DEFAULT, type PageParams } from "./params/index.ts";

export interface ListOptions<E extends Entity, I extends string, W> {
  /** Path of the list, for its `url`. */
  readonly url: string;
  readonly wire: (entity: E) => W;
  readonly where?: PageQuery<E, I>["where"];
  readonly filter?: PageQuery<E, I>["filter"];
}

/**
 * A page of a collection as Stripe's list object, newest first.
 * @throws VendorError where the cursor names nothing, or both cursors are given
 */
export function listObject<E extends Entity, I extends keyof E & string, W>(
  collection: Collection<E, I>,
  page: PageParams,
  { url, wire, where, filter }: ListOptions<E, I, W>,
): Stripe.ApiList<W> {
  const { limit = PAGE_LIMIT_DEFAULT, starting_after: after, ending_before: before } = page;
  if (after !== undefined && before !== undefined) {
    throw parametersExclusive("You can only specify one of these parameters: starting_after, ending_before.");
  }
  if (after !== undefined) collection.require(after, "starting_after");
  if (before !== undefined) collection.require(before, "ending_before");
  const { items, hasMore } = collection.page({ limit, after, before, where, filter });
  return { object: "list", data: items.map(wire), has_more: hasMore, url };
}

/** A list object inside another object, whole. */
export function wholeList<W>(url: string, data: W[]): Stripe.ApiList<W> {
  return { object: "list", data, has_more: false, url };
}
