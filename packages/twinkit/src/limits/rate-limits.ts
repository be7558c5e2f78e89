import type { TwinTypes } from "../define/twin-types.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { VendorError } from "../wire/vendor-error.ts";
import type { ConcurrencyData } from "./concurrency.ts";
import type { FixedWindowData } from "./fixed-window.ts";
import type { LimitStatus } from "./limit-status.ts";
import type { OperationMatch } from "./operation-match.ts";
import type { SlidingWindowData } from "./sliding-window.ts";
import type { TokenBucketData } from "./token-bucket.ts";

/** What a rule may know of a request that it counts. */
export interface LimitedRequest<T extends TwinTypes> {
  /** The vendor's name of the operation. */
  readonly operation: string;
  /** Decoded path parameters. */
  readonly path: Readonly<Record<string, string>>;
  readonly account: T["account"];
  readonly request: RequestFacts;
}

/**
 * Which requests share a bucket. Every bucket belongs to one world.
 * - `world`: all requests;
 * - `account`: those of an account inside the world;
 * - `operation`: those of an account to one operation;
 * - `credential`: those with one credential (the `credential` of the limits, kept as a fingerprint);
 * - `address`: those of one client (`X-Forwarded-For`; without it, all of this machine);
 * - a function: those for which it returns the same text.
 */
export type LimitScope<T extends TwinTypes> =
  | "world"
  | "account"
  | "operation"
  | "credential"
  | "address"
  | ((request: LimitedRequest<T>) => string);

/** One limit of the vendor: what it counts, for whom, and how much of it. */
export type RateLimitRule<T extends TwinTypes> = RuleCommon<T> &
  (TokenBucketData | FixedWindowData | SlidingWindowData | ConcurrencyData);

interface RuleCommon<T extends TwinTypes> {
  /** Unique in its profile. */
  readonly name: string;
  /** What the vendor calls it on the wire, for `headers` and `exceeded`. @default the name */
  readonly label?: string;
  readonly scope: LimitScope<T>;
  /** Operations it counts. @default all */
  readonly match?: OperationMatch;
  /** Operations it leaves out, matched or not. @default none */
  readonly except?: OperationMatch;
  /** Callers it counts, such as those without a token. @default all */
  readonly when?: (request: LimitedRequest<T>) => boolean;
  /** Points that a request costs before it runs. @default 1 */
  readonly cost?: number | ((request: LimitedRequest<T>) => number);
  /** Whether a refused request counts as well; for concurrency it never does. @default false */
  readonly countsRefused?: boolean;
  /**
   * Who charges: the runtime before the operation, or the handler with `limits.spend`, which knows what the parameters
   * say (the cost of a GraphQL query, the channel of a message). @default "runtime"
   */
  readonly charged?: "runtime" | "handler";
}

/** A set of limits that applies together: of a plan, or of live and test mode. */
export interface RateLimitProfile<T extends TwinTypes> {
  /** One sentence, shown by `GET /admin/limits`. */
  readonly description: string;
  /** Where the vendor documents the numbers. */
  readonly source: string;
  /** In the order in which the vendor checks; the first that is exceeded answers. */
  readonly rules: readonly RateLimitRule<T>[];
}

/** The vendor's rate limits. Off unless the configuration names a profile. */
export interface RateLimits<T extends TwinTypes> {
  readonly profiles: Readonly<Record<string, RateLimitProfile<T>>>;
  /** The vendor's refusal. `exceeded` is the limit that the request ran into. */
  readonly exceeded: (exceeded: LimitStatus, request: RequestFacts) => VendorError;
  /** Headers of every answer to a request that was counted, refusals included. @default none */
  readonly headers?: (statuses: readonly LimitStatus[], request: RequestFacts) => Readonly<Record<string, string>>;
  /** The credential that scope `credential` tells apart. @default the `Authorization` header */
  readonly credential?: (request: RequestFacts) => string;
}
