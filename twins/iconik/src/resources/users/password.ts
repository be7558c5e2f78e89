import { createHmac, timingSafeEqual } from "node:crypto";
import type { State } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";

/** Keeps a digest in place of the password: states are exported, and a password may be a real one by mistake. */
export function setPassword(state: State, userId: string, password: string): void {
  const digest = digestOf(state, userId, password);
  if (state.passwords.has(userId)) state.passwords.update(userId, { digest });
  else state.passwords.insert({ id: userId, digest });
}

export function isPasswordOf(state: State, userId: string, password: string): boolean {
  const kept = state.passwords.get(userId);
  if (kept === undefined) return false;
  return timingSafeEqual(Buffer.from(kept.digest), Buffer.from(digestOf(state, userId, password)));
}

function digestOf(state: State, userId: string, password: string): string {
  return createHmac("sha256", systemDomainOf(state).secret).update(`${userId}\n${password}`).digest("hex");
}
