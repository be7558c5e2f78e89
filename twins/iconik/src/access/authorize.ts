import type { OperationDefinition } from "@twinkit-pro/twinkit";
import { permissionDenied, tokenInvalid } from "../errors.ts";
import { rolesOf } from "../resources/groups/group.ts";
import { systemDomainOf } from "../resources/system-domains/system-domain.ts";
import { administratorOf, type User } from "../resources/users/user.ts";
import { instantOf } from "../timestamps.ts";
import type { Actor, Call, Iconik, Operations } from "../types.ts";
import type { Role } from "./roles.ts";
import { isSignedWith } from "./token-text.ts";

/** An operation for callers with a valid token and, unless null, with a role. */
interface GuardedOperation extends OperationDefinition<Iconik> {
  readonly role: Role | null;
}

/** Operations that ask for a role, as the vendor's reference names it; null asks for a valid token only. */
export function needing<Group extends Operations>(role: Role | null, operations: Group): Group {
  const guarded = Object.entries(operations).map(([name, operation]) => [name, { ...operation, role }]);
  return Object.fromEntries(guarded) as Group;
}

/** Operations outside `needing` are open to anyone. @throws VendorError 401 or 403 */
export function requireRole(call: Call, operation: OperationDefinition<Iconik> | GuardedOperation): void {
  if (!("role" in operation)) return;
  const user = callerOf(call);
  const { role } = operation;
  if (role !== null && !rolesOf(call.state, user).includes(role)) throw permissionDenied();
}

/** The user that the credential stands for. @throws VendorError 401 where it stands for none */
export function callerOf({ state, account, now }: Call): User {
  const { credential } = account;
  if (credential.kind === "none") throw tokenInvalid();
  if (credential.kind === "application") return administratorOf(state);
  const token = state.tokens.get(credential.tokenId);
  if (token === undefined || !isSignedWith(credential.text, systemDomainOf(state).secret)) throw tokenInvalid();
  if ((instantOf(token.expires) ?? 0) <= now) throw tokenInvalid();
  const user = state.users.get(token.user_id);
  if (user === undefined || user.status !== "ACTIVE") throw tokenInvalid();
  return user;
}

/** The user in whose name something is changed. */
export function userIdOf(actor: Actor): string {
  return "actingFor" in actor ? actor.actingFor : callerOf(actor).id;
}
