import type { LedgerEntry } from "@twinkit-pro/contracts";

/** An operation as the twin's definition lists it. */
export interface OperationRoute {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
}

/** Exchanges of one world in the order they happened. */
export type Exchanges = readonly LedgerEntry[];

/** Operations that at least one exchange shows something about, per axis. */
export interface Evidence {
  /** Called by the driver and answered as a success. */
  readonly driven: ReadonlySet<string>;
  /** A write that a later read reflected, or a read that reflected an earlier write. */
  readonly stateful: ReadonlySet<string>;
  /** Refused with an error of the vendor's. */
  readonly negative: ReadonlySet<string>;
}

/**
 * Judges exchanges at the wire. `isDriver` tells the official client by its request headers; another client's calls
 * do not count as driven.
 */
export function gatherEvidence(
  runs: readonly Exchanges[],
  isDriver: (headers: Readonly<Record<string, string>>) => boolean,
): Evidence {
  const driven = new Set<string>();
  const stateful = new Set<string>();
  const negative = new Set<string>();
  for (const run of runs) {
    // What a user had the twin do to its clients is no evidence of the vendor.
    const exchanges = run.filter(({ fault }) => fault === undefined);
    for (const exchange of exchanges) {
      if (exchange.operation === null) continue;
      if (isSuccess(exchange) && isDriver(exchange.request.headers)) driven.add(exchange.operation);
      if (exchange.status >= 400 && exchange.status < 500) negative.add(exchange.operation);
    }
    for (const operation of reflectedWrites(exchanges)) stateful.add(operation);
  }
  return { driven, stateful, negative };
}

/** Pairs each write with the first later read that shows its object; both operations are stateful then. */
function reflectedWrites(exchanges: Exchanges): Set<string> {
  const found = new Set<string>();
  /** Last write of each object that no read has shown yet. */
  const written = new Map<string, { readonly operation: string; readonly fields: Scalars }>();
  const deleted = new Map<string, string>();
  for (const exchange of exchanges) {
    const { operation } = exchange;
    if (operation === null) continue;
    if (exchange.method === "GET") {
      if (exchange.status === 404) {
        for (const [path, by] of deleted) if (path === exchange.path) found.add(by).add(operation);
      }
      if (!isSuccess(exchange)) continue;
      for (const object of objectsOf(exchange)) {
        const write = written.get(object.id);
        if (write === undefined || !agrees(write.fields, object.fields)) continue;
        found.add(write.operation).add(operation);
      }
    } else if (isSuccess(exchange)) {
      if (exchange.method === "DELETE") deleted.set(exchange.path, operation);
      for (const object of objectsOf(exchange)) written.set(object.id, { operation, fields: object.fields });
    }
  }
  return found;
}

type Scalar = string | number | boolean | null;
type Scalars = ReadonlyMap<string, Scalar>;

interface IdentifiedObject {
  readonly id: string;
  readonly fields: Scalars;
}

/** What an answer shows: its objects with an id, and as a whole the document at the request's path. */
function objectsOf(exchange: LedgerEntry): IdentifiedObject[] {
  const body = bodyOf(exchange);
  const objects = objectsIn(body);
  if (typeof body !== "object" || body === null || Array.isArray(body) || "id" in body) return objects;
  const fields = new Map<string, Scalar>([["", exchange.path]]);
  for (const [name, field] of Object.entries(body)) fields.set(name, isScalar(field) ? field : JSON.stringify(field));
  return [...objects, { id: `document at ${exchange.path}`, fields }];
}

/** Objects with an id anywhere in a body, with their plain fields. */
function objectsIn(value: unknown, depth = 0): IdentifiedObject[] {
  if (typeof value !== "object" || value === null || depth > 6) return [];
  if (Array.isArray(value)) return value.flatMap((member) => objectsIn(member, depth + 1));
  const nested = Object.values(value).flatMap((member) => objectsIn(member, depth + 1));
  const id = (value as { id?: unknown }).id;
  if (typeof id !== "string") return nested;
  const fields = new Map<string, Scalar>();
  for (const [name, field] of Object.entries(value)) if (isScalar(field)) fields.set(name, field);
  return [{ id, fields }, ...nested];
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** A read agrees with a write where every field they share is equal, the id or path and at least one more. */
function agrees(write: Scalars, read: Scalars): boolean {
  const shared = [...write.keys()].filter((name) => read.has(name) && !SECRET_ON_READ.has(name));
  return shared.length > 1 && shared.every((name) => write.get(name) === read.get(name));
}

/** Fields that a vendor shows when the object is made and hides afterwards, or that name the moment of reading. */
const SECRET_ON_READ = new Set(["secret", "client_secret"]);

function isSuccess(exchange: LedgerEntry): boolean {
  return exchange.status >= 200 && exchange.status < 300;
}

function bodyOf(exchange: LedgerEntry): unknown {
  if (exchange.response.body_encoding !== "utf8" || exchange.response.truncated === true) return null;
  try {
    return JSON.parse(exchange.response.body) as unknown;
  } catch {
    return null;
  }
}
