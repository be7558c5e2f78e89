import { createHmac, timingSafeEqual } from "node:crypto";
import type { Call, State } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";

/** How long an address stays good. */
const SIGNED_URL_TTL_MS = 24 * 60 * 60_000;

export type ObjectMethod = "GET" | "PUT";

/** Where bytes lie: a storage and a path inside it. */
export interface ObjectPlace {
  readonly storageId: string;
  readonly key: string;
}

/** An address at which a client without credentials may read or write one object; it leads back to the twin. */
export function signedUrl(call: Call, method: ObjectMethod, place: ObjectPlace): string {
  const path = objectPath(call.request.world, place);
  const expires = Math.floor((call.now + SIGNED_URL_TTL_MS) / 1_000);
  const signature = signatureOf(call.state, method, path, expires);
  return `${call.request.origin}${path}?Expires=${expires}&Signature=${signature}`;
}

/** Whether an address was signed for this method and has not expired. */
export function isSigned(call: Call, method: ObjectMethod, query: { Expires?: string; Signature?: string }): boolean {
  const expires = Number(query.Expires);
  if (!Number.isInteger(expires) || expires * 1_000 <= call.now) return false;
  const expected = Buffer.from(signatureOf(call.state, method, call.request.path, expires));
  const given = Buffer.from(query.Signature ?? "");
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** The world that an object's path names; null for any other path. */
export function worldOfObjectPath(path: string): string | null {
  return /^\/storage\/([^/]+)\/./.exec(path)?.[1] ?? null;
}

function objectPath(world: string, { storageId, key }: ObjectPlace): string {
  return `/storage/${world}/${storageId}/${key.split("/").map(encodeURIComponent).join("/")}`;
}

function signatureOf(state: State, method: ObjectMethod, path: string, expires: number): string {
  return createHmac("sha256", systemDomainOf(state).secret).update(`${method}\n${path}\n${expires}`).digest("hex");
}
