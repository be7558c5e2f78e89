import type { AnyCollection, AnyState } from "../../state/state.ts";
import type { Entity } from "../../state/collection-definition.ts";
import type { AnyWorld } from "../view.ts";

const OBJECTS_PER_PAGE = 50;
const TEXT_CHARS_MAX = 200;
/** Objects that one search looks into; a million would take seconds. */
export const SEARCHED_MAX = 20_000;

/** The collection a page shows. */
export interface Selection {
  readonly account: string;
  readonly accounts: readonly string[];
  readonly collections: readonly (readonly [string, AnyCollection])[];
  /** Null where the world holds nothing that could be shown. */
  readonly name: string | null;
  readonly collection: AnyCollection | null;
}

/**
 * Chooses the account and collection that the query names; addresses leave the main account out. Where neither is named:
 * the first account and collection that hold something.
 */
export function selectCollection(world: AnyWorld, query: URLSearchParams): Selection {
  const states = world.accounts();
  const wanted = query.get("account") ?? "";
  const named = states.find(([name]) => name === wanted);
  const isOpen = !query.has("account") && !query.has("collection");
  const filled = isOpen ? [named, ...states].find((each) => each !== undefined && holdsSomething(each)) : undefined;
  const [account, state] = filled ?? named ?? states[0] ?? ["", {}];
  const collections = Object.entries(state).toSorted(([a], [b]) => a.localeCompare(b, "en"));
  const [name, collection] =
    collections.find(([each]) => each === query.get("collection")) ??
    collections.find(([, each]) => each.size > 0) ??
    [];
  return {
    account,
    accounts: states.map(([each]) => each),
    collections,
    name: name ?? null,
    collection: collection ?? null,
  };
}

function holdsSomething([, state]: readonly [string, AnyState]): boolean {
  return Object.values(state).some(({ size }) => size > 0);
}

export interface ObjectPage {
  readonly objects: readonly Entity[];
  /** Where the next page starts; null at the end. */
  readonly after: string | null;
  /** Whether a search gave up before it had seen everything. */
  readonly cut: boolean;
}

/** Objects, newest first, that hold a text anywhere; an id finds its object, however many there are. */
export function pageOfObjects(collection: AnyCollection, query: URLSearchParams): ObjectPage {
  const text = (query.get("text") ?? "").trim().slice(0, TEXT_CHARS_MAX);
  const exact = collection.get(text);
  if (exact !== undefined) return { objects: [exact], after: null, cut: false };
  const after = query.get("after") ?? undefined;
  let searched = 0;
  const wanted = text.toLowerCase();
  const filter = (entity: Entity): boolean => {
    searched += 1;
    return searched <= SEARCHED_MAX && JSON.stringify(entity).toLowerCase().includes(wanted);
  };
  const page = collection.page({ limit: OBJECTS_PER_PAGE, after, filter: text === "" ? undefined : filter });
  return {
    objects: page.items,
    after: page.hasMore ? (page.items.at(-1)?.id ?? null) : null,
    cut: searched > SEARCHED_MAX,
  };
}
