import type { EmittedEvent } from "@twinkit-pro/twinkit";
import { userIdOf } from "./access/authorize.ts";
import type { Actor } from "./types.ts";

/** What kinds of objects webhooks can be set on. */
export type EventType = "assets" | "collections" | "groups" | "jobs" | "storages" | "users";

/** What of the object changed: itself, or something that belongs to it. */
export type Realm =
  | "objects"
  | "acls"
  | "contents"
  | "file_sets"
  | "files"
  | "formats"
  | "keyframes"
  | "metadata"
  | "proxies"
  | "relations"
  | "segments"
  | "shares"
  | "versions";

export type EventOperation = "create" | "update" | "delete" | "purge" | "restore";

export interface Change {
  readonly event_type: EventType;
  readonly realm: Realm;
  readonly operation: EventOperation;
  /** The object of kind `event_type`, whatever realm changed. */
  readonly object_id: string;
  /** What changed, as the API shows it. */
  readonly data: object;
}

export interface IconikEvent extends Change, EmittedEvent {
  readonly user_id: string;
  readonly request_id: string;
}

/** Tells the webhooks what was changed. */
export function announce(actor: Actor, change: Change): void {
  const { event_type, realm, operation } = change;
  actor.emit({
    ...change,
    type: `${event_type}.${realm}.${operation}`,
    user_id: userIdOf(actor),
    request_id: "request" in actor ? actor.request.requestId : actor.ids.uuid(),
  });
}
