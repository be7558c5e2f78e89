import type { LedgerEntry, RecordedMessage } from "@twinkit-pro/contracts";
import type { KeptHeaders } from "../world/header-memo.ts";
import type { HeldExchange } from "../world/ledger.ts";
import type { SecretLabel } from "../world/scrub.ts";
import { type BodyKeepers, type HeldBody, heldWeight, recorded, releaseBody } from "./recorded-body.ts";

/** What an exchange brought, secrets and all. */
export interface RawExchange {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly operation: string | null;
  readonly requestHeaders: KeptHeaders;
  readonly requestBody: HeldBody;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: HeldBody;
  readonly durationMs: number;
  readonly world: string;
  readonly unimplemented: boolean;
  readonly fault: string | null;
}

/** Fields of an exchange beside its texts, in bytes of memory. */
const WEIGHT = 512;

/** Keeps what came in to itself until the entry is asked for, and forgets it then. Nothing else gives it away. */
export class LazyExchange implements HeldExchange {
  readonly weight: number;
  readonly #keepers: BodyKeepers;
  #raw: RawExchange | null;
  #entry: LedgerEntry | null = null;

  constructor(raw: RawExchange, keepers: BodyKeepers) {
    this.#raw = raw;
    this.#keepers = keepers;
    this.weight =
      WEIGHT +
      raw.path.length +
      raw.query.length +
      heldWeight(raw.requestBody) +
      heldWeight(raw.responseBody) +
      raw.requestHeaders.weight +
      headersWeight(raw.responseHeaders);
  }

  entry(seq: number, label?: SecretLabel): LedgerEntry {
    if (this.#raw !== null) {
      this.#entry = entryOf(seq, this.#raw, this.#keepers, label);
      this.release();
    }
    if (this.#entry === null) throw new Error("an exchange has neither what came in nor its entry");
    return this.#entry;
  }

  release(): void {
    if (this.#raw === null) return;
    releaseBody(this.#raw.requestBody, this.#keepers.texts);
    releaseBody(this.#raw.responseBody, this.#keepers.texts);
    this.#raw = null;
  }
}

function entryOf(seq: number, raw: RawExchange, keepers: BodyKeepers, label?: SecretLabel): LedgerEntry {
  const { method, path, status } = raw;
  const { scrubber } = keepers;
  const message = (headers: Readonly<Record<string, string>>, body: HeldBody): RecordedMessage => ({
    headers: scrubber.headers(headers, label),
    ...recorded(body, keepers, label),
  });
  return {
    seq,
    at: new Date(raw.atMs).toISOString(),
    method: method as LedgerEntry["method"],
    path,
    query: scrubber.text(raw.query, label),
    operation: raw.operation,
    request: message(raw.requestHeaders.fields, raw.requestBody),
    status,
    response: message(raw.responseHeaders, raw.responseBody),
    duration_ms: raw.durationMs,
    world: raw.world,
    ...(raw.unimplemented ? { unimplemented: `${method} ${path}` } : {}),
    ...(raw.fault === null ? {} : { fault: raw.fault }),
  };
}

function headersWeight(headers: Readonly<Record<string, string>>): number {
  let weight = 0;
  for (const name in headers) weight += name.length + (headers[name]?.length ?? 0);
  return weight;
}
