import type { TwinTypes } from "../define/twin-types.ts";
import type { Entity } from "../state/collection-definition.ts";
import { SlotChanges } from "../state/slot-changes.ts";
import type { AnyCollection } from "../state/state.ts";
import type { World } from "../world/world.ts";
import type { Change } from "./change.ts";
import { difference, goesOn } from "./difference.ts";
import { EMPTY_VIEW, NOTHING, type Overlay, presentView, snapshotView, type WorldView } from "./world-view.ts";

/** Changes of snapshots that may wait for a disk that refuses them; beyond it the world is written anew. */
const WAITING_MAX = 10_000;

/** Knows what of a world has changed since it was last asked. */
export class WorldTracker<T extends TwinTypes> {
  readonly #world: World<T>;
  #told: WorldView = EMPTY_VIEW;
  /** The accounts whose collections are watched. */
  #followed: WorldView["accounts"] = new Map();
  readonly #watchers = new Map<AnyCollection, SlotChanges<Entity>>();
  readonly #touched = new Set<SlotChanges<Entity>>();
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
    for (const changes of this.#touched) changes.clear();
    this.#touched.clear();
    const goOn = goesOn(this.#followed, present.accounts);
    if (!goOn) this.#unwatch();
    for (const [account, state] of present.accounts) {
      if (goOn && this.#followed.has(account)) continue;
      for (const name in state) if (state[name] !== undefined) this.#watch(state[name]);
    }
    this.#followed = present.accounts;
    const overlay = (collection: AnyCollection): Overlay => {
      const changes = this.#watchers.get(collection);
      return changes === undefined || changes.size === 0 ? NOTHING : new Map(changes.entries());
    };
    this.#told = { ...present, overlay };
  }

  #watch(collection: AnyCollection): void {
    const changes = new TouchedSlots(this.#touched);
    collection.watch(changes);
    this.#watchers.set(collection, changes);
  }

  #unwatch(): void {
    for (const [collection, changes] of this.#watchers) collection.unwatch(changes);
    this.#watchers.clear();
    this.#followed = new Map();
  }
}

/** Says when there is something to look at: most collections of most accounts have not changed. */
class TouchedSlots extends SlotChanges<Entity> {
  readonly #touched: Set<SlotChanges<Entity>>;

  constructor(touched: Set<SlotChanges<Entity>>) {
    super();
    this.#touched = touched;
  }

  override note(slot: number, before: Entity | undefined): void {
    if (this.size === 0) this.#touched.add(this);
    super.note(slot, before);
  }
}
