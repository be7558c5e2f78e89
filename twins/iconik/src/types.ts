import type { OperationContext, OperationDefinition, StateOf, WorldContext } from "@twinkit-pro/twinkit";
import type { IconikAccount } from "./auth.ts";
import type { IconikEvent } from "./events.ts";
import type { state } from "./state.ts";

export type State = StateOf<typeof state>;

/** The types of this twin. */
export interface Iconik {
  readonly name: "iconik";
  readonly state: State;
  readonly account: IconikAccount;
  readonly event: IconikEvent;
}

/** What a handler gets: its parsed parameters, the names in its path, and the query beside a body. */
export type Op<Params = object, Path extends string = never, Query = object> = OperationContext<
  Iconik,
  Params,
  Path,
  Query
>;

/** What background work gets. */
export type Work = WorldContext<Iconik>;

/** What any handler gets, whatever its parameters. */
export type Call = Work & Pick<Op, "account" | "request">;

/** Background work on behalf of the user who started it. */
export type Background = Work & { readonly actingFor: string };

/** Who changes something. */
export type Actor = Call | Background;

export type Operations = Readonly<Record<string, OperationDefinition<Iconik>>>;
