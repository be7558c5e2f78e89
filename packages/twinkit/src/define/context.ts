import type { Ids } from "../ids.ts";
import type { RequestLimits } from "../limits/request-limits.ts";
import type { QuirkSet } from "../quirks/quirks.ts";
import type { Action, ActionPayload } from "../work/action.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { TwinTypes } from "./twin-types.ts";

/** Schedules background work on the world's clock. Takes effect when the operation succeeds. */
export interface Schedule<T extends TwinTypes> {
  /** Runs the action `delayMs` after now. */
  after<Payload extends ActionPayload>(delayMs: number, action: Action<T, Payload>, payload: Payload): void;
  /** Runs the action at an instant, in milliseconds since the epoch; an instant in the past is due at once. */
  at<Payload extends ActionPayload>(atMs: number, action: Action<T, Payload>, payload: Payload): void;
}

/** An outbound call on behalf of the twin; its outcome comes back as the payload of an action. */
export interface OutboundRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How an outbound call ended. `status` is null where no answer came; `error` then says why. */
export interface OutboundOutcome extends ActionPayload {
  readonly status: number | null;
  readonly body: string;
  readonly error: string | null;
}

export interface Outbound<T extends TwinTypes> {
  /** Sends after the operation succeeded, bounded in time and size, to loopback unless the operator allows more. */
  send(request: OutboundRequest, then: Action<T, OutboundOutcome>): void;
}

/** All that background work may touch. */
export interface WorldContext<T extends TwinTypes> {
  readonly state: T["state"];
  /** The world's time in milliseconds since the epoch; one instant for the whole operation. */
  readonly now: number;
  readonly ids: Ids;
  readonly schedule: Schedule<T>;
  readonly http: Outbound<T>;
  /** Tells the vendor's event to whoever subscribed: webhooks leave once the operation has succeeded. */
  readonly emit: (event: T["event"]) => void;
  /** The quirks that are on in this world. */
  readonly quirks: QuirkSet;
}

/** All that a handler may touch. */
export interface OperationContext<T extends TwinTypes, Params, PathName extends string, Query> extends WorldContext<T> {
  /** Decoded path parameters. */
  readonly path: Readonly<Record<PathName, string>>;
  /** The parsed body of a POST, PUT or PATCH; the parsed query of a GET, HEAD or DELETE. */
  readonly params: Params;
  /** The parsed query where the operation declares one beside its body. */
  readonly query: Query;
  readonly account: T["account"];
  readonly request: RequestFacts;
  /** The vendor's rate limits, for what only a handler can count. */
  readonly limits: RequestLimits;
}
