import type { AnyCollection, AnyState } from "../state/state.ts";
import { SlotChanges } from "../state/slot-changes.ts";
import type { Entity } from "../state/collection-definition.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { Moment } from "./moment.ts";

/** Most named snapshots one world keeps. */
export const SNAPSHOTS_MAX = 100;

/** What changed between a version and the next younger one: how to go back. */
export type Changes = Map<AnyCollection, SlotChanges<Entity>>;

/**
 * A state that can be restored. Versions form a tree whose root is the youngest one restored or taken; each knows how
 * to get from its `younger` neighbour to itself (H. Baker, "Shallow binding makes functional arrays fast", 1991).
 */
interface Version {
  /** Null for one that was deleted, while an older version still leads through it. */
  name: string | null;
  readonly moment: Moment;
  /** Null for the root: its changes lead from the present. */
  younger: Version | null;
  changes: Changes;
}

export interface SnapshotFacts {
  readonly name: string;
  /** Where the world's clock stood, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly objects: number;
}

/** Is told of what has happened to the snapshots: what is written to disk. */
export interface SnapshotObserver {
  readonly taken: (name: string, clock: Moment["clock"]) => void;
  readonly restored: (name: string) => void;
  readonly forgotten: (name: string) => void;
}

/** What the snapshots need of their world. */
export interface SnapshotHost {
  readonly capture: () => Moment;
  /** Takes everything over but the contents of collections, which are already those of the moment. */
  readonly adopt: (moment: Moment) => void;
  readonly states: () => Iterable<AnyState>;
}

/**
 * The named snapshots of one world. Taking one copies no data: from then on the first change of each slot keeps what it
 * held. Restoring costs what changed in between.
 */
export class Snapshots {
  readonly #host: SnapshotHost;
  readonly #named = new Map<string, Version>();
  readonly #versions = new Set<Version>();
  #root: Version | null = null;
  observer: SnapshotObserver | null = null;

  constructor(host: SnapshotHost) {
    this.#host = host;
  }

  list(): SnapshotFacts[] {
    return [...this.#named].map(([name, { moment }]) => ({ name, atMs: moment.clock.atMs, objects: moment.objects }));
  }

  has(name: string): boolean {
    return this.#named.has(name);
  }

  /**
   * Takes a snapshot; one of the same name is replaced. `kept` is what the present world cannot know of one that was
   * taken in an earlier life.
   * @throws TwinkitError `snapshots_full`
   */
  take(name: string, kept?: Partial<Pick<Moment, "clock" | "limits" | "underWay">>): SnapshotFacts {
    const replaced = this.#named.get(name);
    if (replaced === undefined && this.#named.size >= SNAPSHOTS_MAX) {
      throw new TwinkitError(
        "snapshots_full",
        `The world keeps ${SNAPSHOTS_MAX} snapshots at most; delete one, or take this one under a name that is in use.`,
      );
    }
    const moment = { ...this.#host.capture(), ...kept };
    const taken: Version = { name, moment, younger: null, changes: new Map() };
    if (this.#root !== null) {
      unwatch(this.#root.changes);
      this.#root.younger = taken;
    }
    this.#root = taken;
    this.#versions.add(taken);
    this.#named.set(name, taken);
    this.#watchPresent(taken);
    if (replaced !== undefined) this.#forget(replaced);
    this.observer?.taken(name, moment.clock);
    return { name, atMs: taken.moment.clock.atMs, objects: taken.moment.objects };
  }

  /** Makes the world what it was when the snapshot was taken. @throws TwinkitError `snapshot_unknown` */
  restore(name: string): void {
    const target = this.#require(name);
    const path = pathFromRoot(target);
    const [root] = path;
    if (root === undefined) return;
    unwatch(root.changes);
    putBack(root.changes);
    for (let at = 1; at < path.length; at += 1) {
      const [from, to] = [path[at - 1], path[at]];
      if (from === undefined || to === undefined) continue;
      from.changes = reversed(to.changes);
      from.younger = to;
      putBack(to.changes);
      to.younger = null;
    }
    this.#root = target;
    this.#host.adopt(target.moment);
    target.changes = new Map();
    this.#watchPresent(target);
    // Other versions may lead elsewhere now, and leave one without a name with nothing to lead to.
    for (const version of this.#versions) if (version.name === null) this.#forget(version);
    this.observer?.restored(name);
  }

  /** @throws TwinkitError `snapshot_unknown` */
  delete(name: string): void {
    const version = this.#require(name);
    this.#named.delete(name);
    this.#forget(version);
    this.observer?.forgotten(name);
  }

  /** A snapshot's moment, and what to put back one after the other on the way from the present to it. */
  wayTo(name: string): { readonly moment: Moment; readonly changes: readonly Changes[] } {
    const version = this.#require(name);
    return { moment: version.moment, changes: pathFromRoot(version).map(({ changes }) => changes) };
  }

  clear(): void {
    if (this.#root !== null) unwatch(this.#root.changes);
    this.#root = null;
    this.#named.clear();
    this.#versions.clear();
  }

  #require(name: string): Version {
    const version = this.#named.get(name);
    if (version !== undefined) return version;
    throw new TwinkitError("snapshot_unknown", `No snapshot has the name ${JSON.stringify(name)} in this world.`, {
      path: "name",
    });
  }

  #watchPresent(version: Version): void {
    for (const state of this.#host.states()) {
      for (const collection of Object.values(state)) {
        const changes = new SlotChanges<Entity>();
        collection.watch(changes);
        version.changes.set(collection, changes);
      }
    }
  }

  /** Lets go of a version that has no name any more, unless two or more others lead through it. */
  #forget(version: Version): void {
    version.name = null;
    const older = [...this.#versions].filter(({ younger }) => younger === version);
    const [only] = older;
    if (older.length > 1) return;
    this.#versions.delete(version);
    if (version === this.#root) this.#root = only ?? null;
    if (only === undefined) {
      unwatch(version.changes);
      const { younger } = version;
      if (younger !== null && younger.name === null) this.#forget(younger);
      return;
    }
    joinInto(only, version, this.#root === only);
  }
}

/** The root first, the target last. */
function pathFromRoot(target: Version): Version[] {
  const path: Version[] = [];
  for (let at: Version | null = target; at !== null; at = at.younger) path.push(at);
  return path.reverse();
}

/** `older` from now on leads from where `left` led from; what `older` keeps of a slot is the older truth. */
function joinInto(older: Version, left: Version, isRoot: boolean): void {
  unwatch(left.changes);
  for (const [collection, changes] of left.changes) {
    let target = older.changes.get(collection);
    if (target === undefined) older.changes.set(collection, (target = new SlotChanges()));
    for (const [slot, before] of changes.entries()) target.note(slot, before);
  }
  older.younger = left.younger;
  if (isRoot) for (const [collection, changes] of older.changes) collection.watch(changes);
}

function putBack(changes: Changes): void {
  for (const [collection, slots] of changes) collection.putBack(slots.entries());
}

/** What the same slots hold now: the way back from where `changes` lead. */
function reversed(changes: Changes): Changes {
  const back: Changes = new Map();
  for (const [collection, slots] of changes) {
    const held = new SlotChanges<Entity>();
    for (const slot of slots.slots()) held.note(slot, collection.atSlot(slot));
    back.set(collection, held);
  }
  return back;
}

function unwatch(changes: Changes): void {
  for (const [collection, watcher] of changes) collection.unwatch(watcher);
}
