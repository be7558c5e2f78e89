import { collection } from "@twinkit-pro/twinkit";
import { invalidField, missing } from "../errors.ts";
import type { Op } from "../types.ts";
import type { PageQuery } from "./query.ts";

/** How far a client has scrolled through a list. */
export interface Scroll {
  readonly id: string;
  readonly path: string;
  /** Objects handed out so far. */
  readonly offset: number;
}

export const scrolls = collection<Scroll>({ id: (ids) => ids.uuid(), missing: missing("Not a valid scroll id.") });

export interface Batch {
  readonly id: string;
  readonly offset: number;
  readonly moveTo: (offset: number) => void;
}

/** Begins to scroll, or goes on where `scroll_id` stands. @throws VendorError 400 where the id is not one of this list */
export function nextBatch({ params, request, state }: Op<PageQuery>): Batch {
  const { path } = request;
  const scroll =
    params.scroll_id === undefined
      ? state.scrolls.insert({ path, offset: 0 })
      : state.scrolls.require(params.scroll_id, "scroll_id");
  if (scroll.path !== path) throw invalidField("scroll_id", "Not a valid scroll id.");
  return {
    id: scroll.id,
    offset: scroll.offset,
    moveTo: (offset) => void state.scrolls.update(scroll.id, { offset }),
  };
}
