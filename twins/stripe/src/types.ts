import type { OperationContext, StateOf, WorldContext } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import type { state } from "./state.ts";

export type State = StateOf<typeof state>;

/** Who calls, as `authenticate` finds out. `account` is the connected account or "". */
export interface StripeAccount {
  /** The secret key; the name of its world where a browser calls without one. */
  readonly world: string | { readonly name: string };
  readonly account: string;
  readonly livemode: boolean;
  /** The version the request named, else the account's default. */
  readonly apiVersion: string;
  readonly keyKind: "secret" | "restricted";
}

/** What `emitEvent` hands to the webhooks: an event before it has an id. */
export interface EmittedStripeEvent {
  readonly type: Stripe.Event.Type;
  /** Wire format of the object, as a read at this instant would answer it. */
  readonly object: object;
  readonly previousAttributes: object | null;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
}

/** The types of this twin. */
export interface StripeTwin {
  readonly name: "stripe";
  readonly state: State;
  readonly account: StripeAccount;
  readonly event: EmittedStripeEvent;
}

/** What a handler gets: its parsed parameters and the names in its path. */
export type Op<Params = object, Path extends string = never> = OperationContext<StripeTwin, Params, Path, object>;

/** What background work gets. */
export type Work = WorldContext<StripeTwin>;
