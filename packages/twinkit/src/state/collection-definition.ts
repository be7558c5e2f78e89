import type { Ids } from "../ids.ts";
import type { VendorError } from "../wire/vendor-error.ts";

/** What a collection stores: plain JSON with an id of its own. */
export interface Entity {
  readonly id: string;
}

export interface CollectionOptions<E extends Entity, I extends keyof E & string> {
  /** Makes the id of a new entity, for example `(ids) => ids.prefixed("re_", 24)`. */
  readonly id: (ids: Ids) => string;
  /** The vendor's error for an id that is not there; `param` is the request's name for it. */
  readonly missing: (id: string, param: string | null) => VendorError;
  /** Fields to look up and list by. Their values are text, numbers, booleans, null or lists of those. */
  readonly indexes?: readonly I[];
}

declare const entityType: unique symbol;

/** A collection as a twin declares it; the runtime makes one `Collection` of it per account. */
export interface CollectionDefinition<E extends Entity, I extends keyof E & string = never> extends CollectionOptions<
  E,
  I
> {
  readonly indexes: readonly I[];
  readonly [entityType]?: E;
}

/** A collection definition whose entity type is no longer of interest. */
export type AnyCollectionDefinition = Pick<CollectionOptions<Entity, never>, "id" | "missing"> & {
  readonly indexes: readonly string[];
};

/**
 * Declares a collection, for example
 * `collection<Refund, "charge">({ id: (ids) => ids.prefixed("re_", 24), missing: noSuch("refund"), indexes: ["charge"] })`.
 */
export function collection<E extends Entity, I extends keyof E & string = never>(
  options: CollectionOptions<E, I>,
): CollectionDefinition<E, I> {
  return { ...options, indexes: options.indexes ?? [] };
}
