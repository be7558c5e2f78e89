import type { TwinTypes } from "../define/twin-types.ts";
import type { Entity } from "../state/collection-definition.ts";
import { SlotChanges } from "../state/slot-changes.ts";
import type { AnyCollection } from "../state/state.ts";
import type { World } from "../world/world.ts";
import type { Change } from "./change.ts";
import { difference } from "./difference.ts";
import { EMPTY_VIEW, presentView, snapshotView, type WorldView } from "./world-view.ts";

/** Changes of snapshots that may wait for a disk that refuses them; beyond it the world is written anew. */
const WAITING_MAX = 10_000;

/** Knows what of a world has changed since it was last asked. */
export class WorldTracker<T extends TwinTypes> {
  readonly #world: World<T>;
  #told: WorldView = EMPTY_VIEW;
  #watchers = new Map<AnyCollection, SlotChanges<Entity>>();
  /** What happened before something that cannot be told from the present alone. */
  #waiting: Change[] = [];

  /** `isKnown`: the files hold the world as it is now. `onChange` is told when snapshots change. */
  constructor(world: World<T>, { isKnown, onChange }: { isKnown: boolean; onChange: () => void }) {
    this.#world = world;
    if (isKnown) this.#followStored();
    world.snapshots.observer = {
      taken: (name, clock) => {
        this.#waiting.push(...this.#gather(), { op: "take", name, clock });
        onChange();
      },
      restored: (name) => {
        // What happened since the last change that waits is undone by the restoring.
        this.#waiting.push({ op: "restore", name });
        this.#followStored();
        onChange();
      },
      forgotten: (name) => {
        this.#waiting.push({ op: "forget", name });
        onChange();
      },
    };
  }

  /** So much waits that the whole world is written with less. */
  get isOverrun(): boolean {
    return this.#waiting.length > WAITING_MAX;
  }

  /** What has changed since the last call. Synchronous: the result leads to a state between two operations. */
  take(): Change[] {
    const changes = [...this.#waiting, ...this.#gather()];
    this.#waiting = [];
    return changes;
  }

  /** The whole world with its snapshots, told from nothing. What had changed counts as told. */
  takeAll(): Change[] {
    const changes: Change[] = [];
    let at = EMPTY_VIEW;
    for (const { name } of this.#world.snapshots.list()) {
      const { view, moment } = snapshotView(this.#world, name);
      changes.push(...difference(at, view), { op: "take", name, clock: moment.clock });
      at = view;
    }
    const present = presentView(this.#world);
    changes.push(...difference(at, present));
    this.#waiting = [];
    this.#follow(present);
    return changes;
  }

  stop(): void {
    this.#unwatch();
    this.#world.snapshots.observer = null;
  }

  #gather(): Change[] {
    const present = presentView(this.#world);
    const changes = difference(this.#told, present);
    this.#follow(present);
    return changes;
  }

  /** The files lead to the present state, but for facts that depend on when they are read: those are told again. */
  #followStored(): void {
    const present = presentView(this.#world);
    this.#follow({ ...present, parts: { ...present.parts, facts: new Map() } });
  }

  /** From here on, changes count from this state, which is the present one. */
  #follow(present: WorldView): void {
    const watchers = new Map<AnyCollection, SlotChanges<Entity>>();
    for (const state of present.accounts.values()) {
      for (const collection of Object.values(state)) {
        const known = this.#watchers.get(collection);
        this.#watchers.delete(collection);
        known?.clear();
        const changes = known ?? new SlotChanges<Entity>();
        if (known === undefined) collection.watch(changes);
        watchers.set(collection, changes);
      }
    }
    this.#unwatch();
    this.#watchers = watchers;
    const overlay: WorldView["overlay"] = (collection) => new Map(watchers.get(collection)?.entries() ?? []);
    this.#told = { ...present, overlay };
  }

  #unwatch(): void {
    for (const [collection, changes] of this.#watchers) collection.unwatch(changes);
    this.#watchers.clear();
  }
}
