import type { Entity } from "../state/collection-definition.ts";
import type { AnyCollection, AnyState } from "../state/state.ts";
import type { Change } from "./change.ts";
import { partsDifference } from "./parts.ts";
import { EMPTY_VIEW, type Overlay, type WorldView } from "./world-view.ts";

/** What leads from one state of a world to another. Costs what lies between them, not what the world holds. */
export function difference(from: WorldView, to: WorldView): Change[] {
  const changes: Change[] = [];
  let start = from;
  if (!goesOn(from.accounts, to.accounts)) {
    changes.push({ op: "clear" });
    start = { ...EMPTY_VIEW, parts: { ...EMPTY_VIEW.parts, facts: from.parts.facts } };
  }
  for (const [account, state] of to.accounts) {
    const isKnown = start.accounts.has(account);
    if (!isKnown) changes.push({ op: "account", name: account });
    for (const name in state) {
      const collection = state[name];
      if (collection === undefined) continue;
      const [before, after] = [from.overlay(collection), to.overlay(collection)];
      if (isKnown && before.size === 0 && after.size === 0) continue;
      const change = isKnown
        ? slotsBetween(account, name, collection, before, after)
        : rowsOf(account, name, collection, after);
      if (change.list.length > 0) changes.push(change);
    }
  }
  changes.push(...partsDifference(start.parts, to.parts));
  return changes;
}

/** Whether all accounts of `from` are still there in their order, and new ones come after them. */
export function goesOn(from: ReadonlyMap<string, AnyState>, to: ReadonlyMap<string, AnyState>): boolean {
  const later = to.entries();
  for (const [account, state] of from) {
    const next = later.next();
    if (next.done === true || next.value[0] !== account || next.value[1] !== state) return false;
  }
  return true;
}

type SlotsChange = Extract<Change, { readonly op: "slots" }>;
type RowsChange = Extract<Change, { readonly op: "rows" }>;

function slotsBetween(
  account: string,
  name: string,
  collection: AnyCollection,
  before: Overlay,
  after: Overlay,
): SlotsChange {
  const list: [number, Entity | undefined][] = [];
  const held = (overlay: Overlay, slot: number): Entity | undefined =>
    overlay.has(slot) ? overlay.get(slot) : collection.atSlot(slot);
  for (const slot of new Set([...before.keys(), ...after.keys()])) {
    const now = held(after, slot);
    if (held(before, slot) !== now) list.push([slot, now]);
  }
  return { op: "slots", account, collection: name, list };
}

function rowsOf(account: string, name: string, collection: AnyCollection, overlay: Overlay): RowsChange {
  const present = collection.slots();
  if (overlay.size === 0) return { op: "rows", account, collection: name, from: 0, list: present };
  const list = [...present];
  for (const [slot, entity] of overlay) {
    while (list.length < slot) list.push(undefined);
    list[slot] = entity;
  }
  return { op: "rows", account, collection: name, from: 0, list };
}
