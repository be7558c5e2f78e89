import { createHash } from "node:crypto";
import type { Idempotency } from "../define/idempotency.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { World } from "../world/world.ts";
import type { Rendered } from "./rendered.ts";

/** Where the answer to a request with an idempotency key is kept. */
interface Place {
  readonly key: string;
  readonly fingerprint: string;
  readonly expiresMs: number;
}

export type Repetition =
  | { readonly kind: "none" }
  | { readonly kind: "first"; readonly place: Place }
  | { readonly kind: "repeated"; readonly answer: Rendered };

/**
 * Whether a request repeats an earlier one.
 * @throws VendorError where its key is too long, or came with other parameters before
 */
export function findRepetition<T extends TwinTypes>(
  idempotency: Idempotency | undefined,
  world: World<T>,
  account: string,
  request: RequestFacts,
  body: Uint8Array,
): Repetition {
  const given = idempotency === undefined ? undefined : request.headers[idempotency.header];
  if (idempotency === undefined || given === undefined || given === "") return { kind: "none" };
  if (!idempotency.methods.includes(request.method)) return { kind: "none" };
  if (given.length > idempotency.keyLengthMax) throw idempotency.keyTooLong(given, request);
  const key = `${account}\n${given}`;
  const fingerprint = fingerprintOf(request, body);
  const { nowMs } = world.clock;
  const stored = world.idempotency.get(key, nowMs);
  if (stored === undefined) return { kind: "first", place: { key, fingerprint, expiresMs: nowMs + idempotency.ttlMs } };
  if (stored.fingerprint !== fingerprint) throw idempotency.mismatch(given, request);
  const headers = { ...stored.headers, ...idempotency.replayHeaders };
  return { kind: "repeated", answer: { status: stored.status, headers, body: stored.body, errorCode: null } };
}

/** Keeps the answer to a first request. Bytes and empty answers are not kept: no vendor repeats uploads. */
export function keepAnswer<T extends TwinTypes>(world: World<T>, place: Place, rendered: Rendered): void {
  const { status, headers, body } = rendered;
  if (typeof body !== "string") return;
  const { key, fingerprint, expiresMs } = place;
  world.idempotency.put(key, { fingerprint, expiresMs, status, headers, body });
}

function fingerprintOf({ method, path, query }: RequestFacts, body: Uint8Array): string {
  return createHash("sha256").update(`${method} ${path}?${query}\n`).update(body).digest("base64");
}
