import type { RequestFacts } from "../wire/request-facts.ts";
import type { VendorError } from "../wire/vendor-error.ts";

/** How a vendor lets a request be repeated without doing the work twice. */
export interface Idempotency {
  /** Lower-case name of the header that carries the key. */
  readonly header: string;
  readonly methods: readonly string[];
  /** How long an answer is kept, on the world's clock. */
  readonly ttlMs: number;
  /** Longest key accepted, in characters. */
  readonly keyLengthMax: number;
  /** Headers added to a repeated answer. */
  readonly replayHeaders: Readonly<Record<string, string>>;
  readonly keyTooLong: (key: string, request: RequestFacts) => VendorError;
  /** The same key came with other parameters or for another endpoint. */
  readonly mismatch: (key: string, request: RequestFacts) => VendorError;
}
