import * as v from "valibot";
import { LimitsState } from "../limits/limits-state.ts";
import type { Entity } from "../state/collection-definition.ts";
import { Delivery, FailureStreak } from "../webhooks/delivery.ts";
import {
  AgendaEntry,
  ClockPosition,
  Count,
  IdempotentAnswer,
  Milliseconds,
  RandomWords,
} from "../world/world-state.ts";

/** The small things of a world. Each is written when it differs from what was written before. */
export const Facts = v.partial(
  v.strictObject({
    seed: v.number(),
    clock: ClockPosition,
    random: v.strictObject({ objects: RandomWords, requests: RandomWords }),
    /** The last number given to an entry of the agenda. */
    agenda_seq: Count,
    /** Deliveries made so far. */
    delivery_count: Count,
    /** Outbound calls that had left and were not answered. */
    under_way: v.array(AgendaEntry),
    failing: v.array(FailureStreak),
    limits: LimitsState,
    quirks: v.record(v.string(), v.boolean()),
  }),
);
export type Facts = v.InferOutput<typeof Facts>;

const Stood = v.strictObject({ mode: v.picklist(["flowing", "frozen"]), atMs: Milliseconds });
/** Checked but not rebuilt: the order of its fields is the twin's. */
const StoredEntity = v.nullable(v.custom<Entity>(isEntity, "an entity needs an id"));

/**
 * One step from a state of a world to a later one, as the files hold it. Slots are places in a collection's order.
 * - `clear`: no accounts, nothing waiting, no records
 * - `rows`: what the slots from a number on hold, in a collection that was empty there
 * - `slots`: what single slots hold from now on; null for nothing
 * - `put …`, `drop …`: by key; what is new goes to the end
 * - `take`, `restore`, `forget`: named snapshots
 */
export const StoredChange = v.variant("op", [
  v.strictObject({ op: v.literal("clear") }),
  v.strictObject({ op: v.literal("account"), name: v.string() }),
  v.strictObject({
    op: v.literal("rows"),
    account: v.string(),
    collection: v.string(),
    from: Count,
    list: v.array(StoredEntity),
  }),
  v.strictObject({
    op: v.literal("slots"),
    account: v.string(),
    collection: v.string(),
    list: v.array(v.strictTuple([Count, StoredEntity])),
  }),
  v.strictObject({ op: v.literal("facts"), facts: Facts }),
  v.strictObject({ op: v.literal("drop agenda"), list: v.array(Count) }),
  v.strictObject({ op: v.literal("put agenda"), list: v.array(AgendaEntry) }),
  v.strictObject({ op: v.literal("drop idempotency"), list: v.array(v.string()) }),
  v.strictObject({
    op: v.literal("put idempotency"),
    list: v.array(v.strictTuple([v.string(), IdempotentAnswer])),
  }),
  v.strictObject({ op: v.literal("drop deliveries"), list: v.array(v.string()) }),
  v.strictObject({ op: v.literal("put deliveries"), list: v.array(Delivery) }),
  v.strictObject({ op: v.literal("take"), name: v.string(), clock: Stood }),
  v.strictObject({ op: v.literal("restore"), name: v.string() }),
  v.strictObject({ op: v.literal("forget"), name: v.string() }),
]);
export type StoredChange = v.InferOutput<typeof StoredChange>;

type WithList = Extract<StoredChange, { readonly list: readonly unknown[] }>;

/** A change as a running world tells it. It shares the world's own values, which never change. */
export type Change =
  | Exclude<StoredChange, WithList | { readonly op: "facts" }>
  | { readonly op: "facts"; readonly facts: Readonly<Record<string, unknown>> }
  | {
      readonly op: "rows";
      readonly account: string;
      readonly collection: string;
      readonly from: number;
      /** Empty slots are holes or undefined. */
      readonly list: readonly (Entity | undefined)[];
    }
  | {
      readonly op: "slots";
      readonly account: string;
      readonly collection: string;
      readonly list: readonly (readonly [number, Entity | undefined])[];
    }
  | { readonly op: Exclude<WithList["op"], "rows" | "slots">; readonly list: readonly unknown[] };

function isEntity(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "id" in value && typeof value.id === "string" && value.id !== ""
  );
}
