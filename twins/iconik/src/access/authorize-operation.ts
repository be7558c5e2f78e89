import type { OperationDefinition } from "@twinkit-pro/twinkit";
import { requirePathPermission } from "../resources/acls/path-permission.ts";
import type { Call, Iconik } from "../types.ts";
import { requireRole } from "./authorize.ts";

/** Whether the caller may do this at all, and with the object in the path. @throws VendorError 401 or 403 */
export function authorizeOperation(
  call: Call & { readonly path: Readonly<Partial<Record<string, string>>> },
  operation: OperationDefinition<Iconik>,
): void {
  requireRole(call, operation);
  requirePathPermission(call, operation);
}
