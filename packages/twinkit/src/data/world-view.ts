import type { TwinTypes } from "../define/twin-types.ts";
import type { Entity } from "../state/collection-definition.ts";
import type { AnyCollection, AnyState } from "../state/state.ts";
import type { Moment } from "../world/moment.ts";
import type { World } from "../world/world.ts";
import { factsOfMoment, factsOfWorld, type Parts } from "./parts.ts";

/** Slots that held something else than they hold now. */
export type Overlay = ReadonlyMap<number, Entity | undefined>;

/** A state of a world, told from the present: what collections hold, but for the slots that held something else then. */
export interface WorldView {
  readonly accounts: ReadonlyMap<string, AnyState>;
  readonly parts: Parts;
  readonly overlay: (collection: AnyCollection) => Overlay;
}

export const NOTHING: Overlay = new Map();
const NO_OVERLAY = (): Overlay => NOTHING;

/** Before there was anything. */
export const EMPTY_VIEW: WorldView = {
  accounts: new Map(),
  parts: { facts: new Map(), agenda: [], idempotency: new Map(), deliveries: new Map() },
  overlay: NO_OVERLAY,
};

/** The world as it is now. Costs no copies but those that the next changes make. */
export function presentView<T extends TwinTypes>(world: World<T>): WorldView {
  return {
    accounts: new Map(world.accounts()),
    parts: {
      facts: factsOfWorld(world),
      agenda: world.agenda.capture().heap,
      idempotency: world.idempotency.capture(),
      deliveries: world.deliveries.capture().deliveries,
    },
    overlay: NO_OVERLAY,
  };
}

/** The world as a named snapshot keeps it. */
export function snapshotView<T extends TwinTypes>(world: World<T>, name: string): { view: WorldView; moment: Moment } {
  const { moment, changes } = world.snapshots.wayTo(name);
  const overlays = new Map<AnyCollection, Map<number, Entity | undefined>>();
  for (const step of changes) {
    for (const [collection, slots] of step) {
      let overlay = overlays.get(collection);
      if (overlay === undefined) overlays.set(collection, (overlay = new Map<number, Entity | undefined>()));
      // What is further back is the older truth.
      for (const [slot, held] of slots.entries()) overlay.set(slot, held);
    }
  }
  const parts: Parts = {
    facts: factsOfMoment(moment),
    agenda: moment.agenda.heap,
    idempotency: moment.idempotency,
    deliveries: moment.deliveries.deliveries,
  };
  const overlay = (collection: AnyCollection): Overlay => overlays.get(collection) ?? NOTHING;
  return { moment, view: { accounts: moment.accounts, parts, overlay } };
}
