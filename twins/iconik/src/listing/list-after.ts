import type { Collection, Entity } from "@twinkit-pro/twinkit";
import type { Op } from "../types.ts";
import type { ListOptions } from "./list-page.ts";
import { pageUrl } from "./page-url.ts";
import type { AfterQuery } from "./query.ts";

export interface ObjectsAfter {
  readonly objects: readonly object[];
  readonly per_page: number;
  readonly first_url: string;
  readonly next_url?: string;
}

interface AfterOptions<E extends Entity, I extends string> extends ListOptions<E, I> {
  /** The parameter that names the last object seen. @default "last_id" */
  readonly cursor?: string;
}

/** The objects after the last one seen, oldest first. */
export function listAfter<E extends Entity, I extends keyof E & string>(
  { params, request }: Op<AfterQuery>,
  collection: Pick<Collection<E, I>, "page">,
  { where, filter, wire, cursor = "last_id" }: AfterOptions<E, I>,
): ObjectsAfter {
  const { per_page: limit, last_id: after } = params;
  const { items, hasMore } = collection.page({ where, filter, after, limit, order: "oldest" });
  const last = items.at(-1);
  return {
    objects: items.map(wire),
    per_page: limit,
    first_url: pageUrl({ ...request, query: "" }, { per_page: limit }),
    ...(hasMore && last !== undefined ? { next_url: pageUrl(request, { per_page: limit, [cursor]: last.id }) } : {}),
  };
}
