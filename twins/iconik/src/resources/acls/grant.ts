import { iconikError } from "../../errors.ts";
import { announce, type EventOperation } from "../../events.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call } from "../../types.ts";
import { type Acl, wireAcl } from "./acl.ts";

/** Kinds of objects that can be guarded. */
const GUARDED = ["assets", "collections", "saved_searches"];

type Grant = Pick<Acl, "object_type" | "object_key" | "holder" | "holder_id" | "permissions">;

/** Gives a holder exactly these permissions on an object. */
export function grant(call: Call, { object_type, object_key, holder, holder_id, permissions }: Grant): Acl {
  const { state, now } = call;
  if (!GUARDED.includes(object_type)) throw iconikError(501, "invalid_object_type", ["Invalid object type"]);
  const at = timestamp(now);
  const known = state.acls.by("object_key", object_key).find((acl) => acl.holder === holder && acl.holder_id === holder_id);
  const acl =
    known === undefined
      ? state.acls.insert({ object_type, object_key, holder, holder_id, permissions, date_created: at, date_modified: at })
      : state.acls.update(known.id, { permissions, date_modified: at });
  tell(call, acl, known === undefined ? "create" : "update");
  return acl;
}

export function revoke(call: Call, acl: Acl): void {
  call.state.acls.delete(acl.id);
  tell(call, acl, "delete");
}

function tell(call: Call, acl: Acl, operation: EventOperation): void {
  const type = acl.object_type === "collections" ? "collections" : "assets";
  announce(call, { event_type: type, realm: "acls", operation, object_id: acl.object_key, data: wireAcl(acl) });
}
