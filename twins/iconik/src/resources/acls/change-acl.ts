import { announce, type EventOperation } from "../../events.ts";
import type { Call } from "../../types.ts";
import { type Acl, aclId, type Holder, type ObjectRef, type Permission, wireAcl } from "./acl.ts";
import { setAcl } from "./permissions.ts";

/** Sets an ACL on behalf of the caller and tells it. */
export function changeAcl(call: Call, ref: ObjectRef, holder: Holder, permissions: readonly Permission[]): Acl {
  const isNew = !call.state.acls.has(aclId(ref, holder));
  const acl = setAcl(call, ref, holder, permissions);
  tellAcl(call, acl, isNew ? "create" : "update");
  return acl;
}

/** Deletes an ACL and tells it; without effect where it is not there. */
export function dropAcl(call: Call, id: string): void {
  const acl = call.state.acls.delete(id);
  if (acl !== undefined) tellAcl(call, acl, "delete");
}

/** Webhooks know of the ACLs of assets and collections. */
function tellAcl(call: Call, acl: Acl, operation: EventOperation): void {
  const { object_type: type, object_key: key } = acl;
  if (type !== "assets" && type !== "collections") return;
  announce(call, { event_type: type, realm: "acls", operation, object_id: key, data: wireAcl(acl) });
}
