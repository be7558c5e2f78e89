import type { Ids } from "../ids.ts";
import type { CollectionDefinition, Entity } from "./collection-definition.ts";
import type { IndexKey } from "./index-key.ts";
import { listPage, listSlice, type Page, type PageQuery, type Slice, type SliceQuery } from "./listing.ts";
import type { SlotChanges } from "./slot-changes.ts";
import { SlotIndex } from "./slot-index.ts";
import type { SlotList } from "./slot-list.ts";
import type { UndoLog } from "./undo-log.ts";
import type { Meter } from "./weight.ts";

/** Fresh ids tried before giving up: imported entities may hold ids the generator makes again. */
const ID_ATTEMPTS_MAX = 100;

/**
 * Entities in insertion order with secondary indexes. Stored entities are frozen: change one with `update`.
 * Listing a page costs the page, whatever the collection holds.
 */
export class Collection<E extends Entity, I extends keyof E & string = never> {
  readonly #definition: CollectionDefinition<E, I>;
  readonly #undo: UndoLog;
  readonly #ids: Ids;
  readonly #meter: Meter;
  readonly #slotOf = new Map<string, number>();
  readonly #indexes: Map<I, SlotIndex>;
  #entities: (E | undefined)[] = [];
  /** Whoever keeps what changes: snapshots, and what is written to disk. */
  #watchers: readonly SlotChanges<E>[] = [];

  constructor(definition: CollectionDefinition<E, I>, ids: Ids, undo: UndoLog, meter: Meter) {
    this.#definition = definition;
    this.#ids = ids;
    this.#undo = undo;
    this.#meter = meter;
    this.#indexes = new Map(definition.indexes.map((field) => [field, new SlotIndex()]));
  }

  get size(): number {
    return this.#slotOf.size;
  }

  has(id: string): boolean {
    return this.#slotOf.has(id);
  }

  get(id: string): E | undefined {
    const slot = this.#slotOf.get(id);
    return slot === undefined ? undefined : this.#entities[slot];
  }

  /** @throws VendorError the vendor's "no such …" where the id is not there; `param` names it in the request. */
  require(id: string, param: string | null = null): E {
    const entity = this.get(id);
    if (entity === undefined) throw this.#definition.missing(id, param);
    return entity;
  }

  /** Adds an entity at the end; the id is made unless given. */
  insert(fields: Omit<E, "id"> & { readonly id?: string }): E {
    const entity = Object.freeze({ ...fields, id: fields.id ?? this.#freshId() }) as unknown as E;
    if (this.#slotOf.has(entity.id)) throw new Error(`an entity with id ${entity.id} is already in the collection`);
    this.#place(entity, this.#entities.length);
    this.#undo.record(() => this.#remove(entity.id));
    return entity;
  }

  /** Replaces fields of an entity and keeps its place in the order. */
  update(id: string, change: Partial<Omit<E, "id">> | ((entity: E) => Partial<Omit<E, "id">>)): E {
    const before = this.require(id);
    const fields = typeof change === "function" ? change(before) : change;
    const after = Object.freeze({ ...before, ...fields, id });
    this.#replace(after);
    this.#undo.record(() => this.#replace(before));
    return after;
  }

  /** Removes an entity; without effect where the id is not there. */
  delete(id: string): E | undefined {
    const slot = this.#slotOf.get(id);
    const entity = slot === undefined ? undefined : this.#entities[slot];
    if (entity === undefined || slot === undefined) return undefined;
    this.#remove(id);
    this.#undo.record(() => this.#place(entity, slot));
    this.#undo.afterCommit(this.#compact);
    return entity;
  }

  /** Entities whose indexed field has this value, oldest first. */
  by(field: I, value: IndexKey): E[] {
    const slots = this.#slots(field, value);
    const found: E[] = [];
    for (let at = 0; at < slots.size; at += 1) {
      const entity = this.#entities[slots.at(at) ?? -1];
      if (entity !== undefined) found.push(entity);
    }
    return found;
  }

  /** All entities, oldest first. */
  *all(): IterableIterator<E> {
    for (const entity of this.#entities) if (entity !== undefined) yield entity;
  }

  /** A page by cursor: the entities after or before a known one. */
  page(query: PageQuery<E, I>): Page<E> {
    return listPage(this.#entities, this.#filtered(query.where), (id) => this.#slotOf.get(id), query);
  }

  /** A slice by position, with the total, for vendors that number their pages. */
  slice(query: SliceQuery<E, I>): Slice<E> {
    return listSlice(this.#entities, this.#filtered(query.where), this.size, query);
  }

  /** From here on, `changes` is told of each slot before it changes. */
  watch(changes: SlotChanges<E>): void {
    this.#watchers = [...this.#watchers, changes];
  }

  unwatch(changes: SlotChanges<E>): void {
    this.#watchers = this.#watchers.filter((watcher) => watcher !== changes);
  }

  /** What a slot holds: slots are the collection's order, and stay what they are while the collection is watched. */
  atSlot(slot: number): E | undefined {
    return this.#entities[slot];
  }

  /** What all slots hold, gaps included. Copies references, no entities. */
  slots(): readonly (E | undefined)[] {
    return this.#entities.slice();
  }

  /** Puts slots back to what they held. Not undone by a failing operation: it runs between operations. */
  putBack(slots: Iterable<readonly [number, E | undefined]>): void {
    const placed: (readonly [number, E])[] = [];
    // All leave before any comes: an id may have moved from one slot to another.
    for (const [slot, entity] of slots) {
      const present = this.#entities[slot];
      if (present === entity) continue;
      if (present !== undefined) this.#remove(present.id);
      if (entity !== undefined) placed.push([slot, entity]);
    }
    for (const [slot, entity] of placed) this.#place(entity, slot);
    while (this.#entities.length > 0 && this.#entities.at(-1) === undefined) this.#entities.pop();
  }

  #filtered(where: { readonly field: I; readonly value: IndexKey } | undefined): SlotList | null {
    return where === undefined ? null : this.#slots(where.field, where.value);
  }

  #slots(field: I, value: IndexKey): SlotList {
    const index = this.#indexes.get(field);
    if (index === undefined) throw new Error(`the collection has no index on ${field}`);
    return index.slots(value);
  }

  #freshId(): string {
    for (let attempt = 0; attempt < ID_ATTEMPTS_MAX; attempt += 1) {
      const id = this.#definition.id(this.#ids);
      if (!this.#slotOf.has(id)) return id;
    }
    throw new Error(`no free id after ${ID_ATTEMPTS_MAX} attempts; the id form is too short`);
  }

  #place(entity: E, slot: number): void {
    this.#noteChange(slot);
    this.#meter.replace(undefined, entity);
    // A slot beyond the end would leave holes of which the engine makes a slow array.
    while (this.#entities.length < slot) this.#entities.push(undefined);
    this.#entities[slot] = entity;
    this.#enter(entity, slot);
  }

  #enter(entity: E, slot: number): void {
    this.#slotOf.set(entity.id, slot);
    for (const [field, index] of this.#indexes) index.add(entity[field], slot);
  }

  #remove(id: string): void {
    const slot = this.#slotOf.get(id);
    const entity = slot === undefined ? undefined : this.#entities[slot];
    if (slot === undefined || entity === undefined) return;
    this.#noteChange(slot);
    this.#meter.replace(entity, undefined);
    for (const [field, index] of this.#indexes) index.remove(entity[field], slot);
    this.#slotOf.delete(id);
    if (slot === this.#entities.length - 1) this.#entities.pop();
    else this.#entities[slot] = undefined;
  }

  #replace(after: E): void {
    const slot = this.#slotOf.get(after.id);
    const before = slot === undefined ? undefined : this.#entities[slot];
    if (slot === undefined || before === undefined) return;
    this.#noteChange(slot);
    this.#meter.replace(before, after);
    this.#entities[slot] = after;
    for (const [field, index] of this.#indexes) {
      if (before[field] === after[field]) continue;
      index.remove(before[field], slot);
      index.add(after[field], slot);
    }
  }

  #noteChange(slot: number): void {
    for (const changes of this.#watchers) changes.note(slot, this.#entities[slot]);
  }

  /** Closes the gaps that deletions leave once they outnumber the entities; keeps the order. */
  readonly #compact = (): void => {
    const gaps = this.#entities.length - this.#slotOf.size;
    if (gaps < 1_024 || gaps < this.#slotOf.size) return;
    const kept = [...this.all()];
    for (const [slot, entity] of this.#entities.entries()) if (entity !== kept[slot]) this.#noteChange(slot);
    this.#entities = kept;
    this.#slotOf.clear();
    for (const index of this.#indexes.values()) index.clear();
    for (const [slot, entity] of kept.entries()) this.#enter(entity, slot);
  };
}
