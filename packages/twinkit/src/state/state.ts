import type { Ids } from "../ids.ts";
import { Collection } from "./collection.ts";
import type { AnyCollectionDefinition, CollectionDefinition, Entity } from "./collection-definition.ts";
import type { UndoLog } from "./undo-log.ts";
import type { Meter } from "./weight.ts";

/** A twin's collections by name, as `src/state.ts` of a twin lists them. */
export type StateDefinition = Readonly<Record<string, AnyCollectionDefinition>>;

/** The state a handler sees: one `Collection` per definition. */
export type StateOf<D> = {
  readonly [Name in keyof D]: D[Name] extends CollectionDefinition<infer E, infer I> ? Collection<E, I> : never;
};

/** A collection seen without its type. */
export type AnyCollection = Collection<Entity, never>;

/** Collections of one account, seen without their types: what reset, export and import work on. */
export type AnyState = Readonly<Record<string, AnyCollection>>;

export function createState(definition: StateDefinition, ids: Ids, undo: UndoLog, meter: Meter): AnyState {
  const state: Record<string, Collection<Entity, never>> = {};
  for (const [name, collection] of Object.entries(definition)) {
    state[name] = new Collection(collection as CollectionDefinition<Entity, never>, ids, undo, meter);
  }
  return state;
}
