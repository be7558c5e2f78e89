import type { TwinTypes } from "../define/twin-types.ts";
import type { Entity } from "../state/collection-definition.ts";
import type { AnyCollection, AnyState } from "../state/state.ts";
import type { Delivery } from "../webhooks/delivery.ts";
import type { AgendaEntry } from "../work/agenda.ts";
import type { IdempotentAnswer } from "../world/idempotency-store.ts";
import type { Moment } from "../world/moment.ts";
import type { World } from "../world/world.ts";
import type { Facts, StoredChange } from "./change.ts";
import { factsOfWorld } from "./parts.ts";

/** What the files tell and this twin does not have. */
export class LoadMisfit extends Error {}

/** Makes a world what its changes tell, one after the other. */
export class WorldLoader<T extends TwinTypes> {
  readonly #world: World<T>;
  #accounts = new Map<string, AnyState>();
  #facts: Facts = {};
  #agenda = new Map<number, AgendaEntry>();
  #idempotency = new Map<string, IdempotentAnswer>();
  #deliveries = new Map<string, Delivery>();
  /** Slots of one collection that change together: an id may move from one to another. */
  #moving: { readonly collection: AnyCollection; readonly slots: [number, Entity | undefined][] } | null = null;

  constructor(world: World<T>) {
    this.#world = world;
  }

  /** @throws LoadMisfit where the twin has no such collection; TwinkitError `snapshot_unknown`, `snapshots_full` */
  apply(change: StoredChange): void {
    if (change.op === "slots") return this.#change(change.account, change.collection, change.list);
    this.endMove();
    switch (change.op) {
      case "clear":
        return this.#clear();
      case "account":
        this.#accounts.set(change.name, this.#world.emptyAccount(change.name));
        return;
      case "rows":
        return this.#fill(change.account, change.collection, change.from, change.list);
      case "facts":
        Object.assign(this.#facts, change.facts);
        return;
      case "drop agenda":
        for (const seq of change.list) this.#agenda.delete(seq);
        return;
      case "put agenda":
        for (const entry of change.list) this.#agenda.set(entry.seq, entry);
        return;
      case "drop idempotency":
        for (const key of change.list) this.#idempotency.delete(key);
        return;
      case "put idempotency":
        for (const [key, answer] of change.list) this.#idempotency.set(key, answer);
        return;
      case "drop deliveries":
        for (const id of change.list) this.#deliveries.delete(id);
        return;
      case "put deliveries":
        for (const delivery of change.list) this.#deliveries.set(delivery.id, delivery);
        return;
      case "take":
        return this.#take(change.name, change.clock);
      case "restore":
        this.#world.snapshots.restore(change.name);
        return this.#readBack();
      case "forget":
        return this.#world.snapshots.delete(change.name);
    }
  }

  /** Gives the world all that was gathered. @returns the outbound calls that were under way */
  finish(): readonly AgendaEntry[] {
    this.#settle();
    return this.#facts.under_way ?? [];
  }

  #take(name: string, clock: Moment["clock"]): void {
    this.#settle();
    const { limits, under_way = [] } = this.#facts;
    this.#world.snapshots.take(name, { clock, underWay: under_way, ...(limits === undefined ? {} : { limits }) });
  }

  /** Gives the world what was gathered beside its collections. */
  #settle(): void {
    const world = this.#world;
    const { seed, clock, random, agenda_seq = 0, delivery_count = 0, failing = [], limits, quirks } = this.#facts;
    if (seed !== undefined) world.seed = seed;
    if (clock !== undefined) world.clock.restore(clock);
    if (random !== undefined) {
      world.random.objects.restore(random.objects);
      world.random.requests.restore(random.requests);
    }
    world.agenda.restore([...this.#agenda.values()], agenda_seq);
    world.idempotency.restore([...this.#idempotency]);
    const entries = [...this.#deliveries.values()] as Parameters<typeof world.deliveries.restore>[0]["entries"];
    world.deliveries.restore({ count: delivery_count, entries, failing });
    if (limits !== undefined) world.limits.restore(limits);
    if (quirks !== undefined) world.quirks.restore(quirks);
  }

  #clear(): void {
    this.#world.clear();
    this.#accounts = new Map();
    this.#agenda.clear();
    this.#idempotency.clear();
    this.#deliveries.clear();
  }

  #fill(account: string, name: string, from: number, list: readonly (Entity | null)[]): void {
    const slots: [number, Entity][] = [];
    for (const [index, entity] of list.entries()) {
      if (entity !== null) slots.push([from + index, Object.freeze(entity)]);
    }
    this.#collection(account, name).putBack(slots);
  }

  #change(account: string, name: string, list: readonly (readonly [number, Entity | null])[]): void {
    const collection = this.#collection(account, name);
    if (this.#moving?.collection !== collection) {
      this.endMove();
      this.#moving = { collection, slots: [] };
    }
    for (const [slot, entity] of list) {
      this.#moving.slots.push([slot, entity === null ? undefined : Object.freeze(entity)]);
    }
  }

  /** To be called where what belongs together ends. */
  endMove(): void {
    const moving = this.#moving;
    this.#moving = null;
    moving?.collection.putBack(moving.slots);
  }

  /** After a restoring the world knows better than what was gathered. */
  #readBack(): void {
    const world = this.#world;
    this.#accounts = new Map(world.accounts());
    const facts = [...factsOfWorld(world)].map(([name, text]) => [name, JSON.parse(text)] as const);
    this.#facts = Object.fromEntries(facts) as Facts;
    this.#agenda = new Map(world.agenda.entries().map((entry) => [entry.seq, entry]));
    this.#idempotency = new Map(world.idempotency.entries());
    this.#deliveries = new Map(world.deliveries.list().map((delivery) => [delivery.id, delivery]));
  }

  #collection(account: string, name: string): AnyCollection {
    const state = this.#accounts.get(account);
    const collection = state !== undefined && Object.hasOwn(state, name) ? state[name] : undefined;
    if (collection === undefined)
      throw new LoadMisfit(`it has a collection ${JSON.stringify(name)}, which the twin does not have`);
    return collection;
  }
}
