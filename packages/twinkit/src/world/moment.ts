import type { LimitsState } from "../limits/limits-state.ts";
import type { QuirkPositions } from "../quirks/quirk-switches.ts";
import type { RandomState } from "../random.ts";
import type { AnyState } from "../state/state.ts";
import type { DeliveryImage } from "../webhooks/delivery-log.ts";
import type { AgendaEntry, AgendaImage } from "../work/agenda.ts";
import type { IdempotentAnswer } from "./idempotency-store.ts";

/** Everything of a world but what its collections hold, as it stood at one instant. Holds no copies. */
export interface Moment {
  readonly accounts: ReadonlyMap<string, AnyState>;
  readonly seed: number;
  readonly clock: { readonly mode: "flowing" | "frozen"; readonly atMs: number };
  readonly random: { readonly objects: RandomState; readonly requests: RandomState };
  readonly agenda: AgendaImage;
  /** Calls that had left and were not answered. */
  readonly underWay: readonly AgendaEntry[];
  readonly idempotency: ReadonlyMap<string, IdempotentAnswer>;
  readonly deliveries: DeliveryImage;
  readonly limits: LimitsState;
  readonly quirks: QuirkPositions;
  /** Stored objects and their estimated weight. */
  readonly objects: number;
  readonly bytes: number;
}
