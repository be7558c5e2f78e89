/**
 * The types a twin binds once, in its `src/types.ts`:
 * - `state`: `StateOf<typeof state>`, its collections;
 * - `account`: what authentication finds out about the caller;
 * - `event`: what `emit` takes, a union over the vendor's event types;
 * - `name`: the definition's name as a literal type, so that a fleet of tests has it as a property.
 */
export interface TwinTypes {
  readonly name?: string;
  readonly state: object;
  readonly account: Account;
  readonly event: EmittedEvent;
}

/** The name of a twin as its types tell it; `string` where they do not. */
export type NameOf<T extends TwinTypes> = T extends { readonly name: infer Name extends string } ? Name : string;

/** Who calls. `world` and `account` decide where the state lives; a twin adds what else it knows. */
export interface Account {
  /**
   * The credential or tenant that has a world of its own, as the vendor would tell customers apart.
   * It is hashed before it names a world, so a secret key is fine here.
   * `{ name }` takes the world of that name instead: for URLs and tokens that carry `RequestFacts.world`.
   */
  readonly world: string | { readonly name: string };
  /** An account inside the world with a state of its own, such as a Stripe Connect account. @default "" the main account */
  readonly account?: string;
}

/** Something that happened; `type` is the vendor's event name. */
export interface EmittedEvent {
  readonly type: string;
}
