import type { Ids } from "../ids.ts";
import { Collection } from "./collection.ts";
import type { AnyCollectionDefinition, CollectionDefinition, Entity } from "./collection-definition.ts";
import type { UndoLog } from "./undo-log.ts";

/** A twin's collections by name, as `src/state.ts` of a twin lists them. */
export type StateDefinition = Readonly<Record<string, AnyCollectionDefinition>>;

/** The state a handler sees: one `Collection` per definition. */
export type StateOf<D> = {
  readonly [Name in keyof D]: D[Name] extends CollectionDefinition<infer E, infer I> ? Collection<E, I> : never;
};

/** Collections of one account, seen without their types: what reset, export and import work on. */
export type AnyState = Readonly<Record<string, Collection<Entity, never>>>;

export function createState(definition: StateDefinition, ids: Ids, undo: UndoLog): AnyState {
  const state: Record<string, Collection<Entity, never>> = {};
  for (const [name, collection] of Object.entries(definition)) {
    state[name] = new Collection(collection as CollectionDefinition<Entity, never>, ids, undo);
  }
  return state;
}
