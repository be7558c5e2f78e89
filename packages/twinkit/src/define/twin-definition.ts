import type { Ids } from "../ids.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import type { Quirks } from "../quirks/quirks.ts";
import type { StateDefinition } from "../state/state.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { ParameterStyle } from "../wire/parameters.ts";
import type { ParamIssue } from "../wire/param-issue.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { VendorError } from "../wire/vendor-error.ts";
import type { OperationContext, WorldContext } from "./context.ts";
import type { OperationDefinition } from "./operation.ts";
import type { Idempotency } from "./idempotency.ts";
import type { InjectableErrors } from "./injectable-errors.ts";
import type { ReplayRules } from "./replay-rules.ts";
import type { Resource } from "./resource.ts";
import type { NameOf, TwinTypes } from "./twin-types.ts";

/** The vendor's errors that the runtime itself needs; each builder gives the vendor's own envelope. */
export interface VendorErrors {
  readonly unknownRoute: (request: RequestFacts) => VendorError;
  readonly invalidParams: (issues: readonly [ParamIssue, ...ParamIssue[]], request: RequestFacts) => VendorError;
  /** The body could not be read as what its content type says; `reason` is a sentence fragment. */
  readonly malformedBody: (reason: string, request: RequestFacts) => VendorError;
  readonly unsupportedMediaType: (contentType: string, request: RequestFacts) => VendorError;
  readonly bodyTooLarge: (maxBytes: number, request: RequestFacts) => VendorError;
  /** Something went wrong that is not the caller's fault. */
  readonly internal: (request: RequestFacts) => VendorError;
  /** What faults may answer with. @default the envelope of `internal`, with any status */
  readonly injectable?: InjectableErrors;
}

export interface SecretNames {
  /** Lower-case header names beside the usual ones. */
  readonly headers?: readonly string[];
  /** Names of body fields beside the usual ones. */
  readonly fields?: readonly string[];
  /** Values that everybody knows: published test cards, the password of a seeded user. A recording with them can be replayed. */
  readonly keep?: readonly string[];
}

export interface AuthenticationOptions {
  /** False where the user switched strictness off: an unknown credential is then let in. */
  readonly strict: boolean;
}

/** A twin: a value with no side effects, which the runtime turns into a server. */
export interface TwinDefinition<T extends TwinTypes> {
  /** The vendor's name, such as `stripe`; the twin's id is `twin-stripe`. */
  readonly name: NameOf<T>;
  readonly version: string;
  /** The port of the published table. */
  readonly port: number;
  readonly state: StateDefinition;
  readonly resources: readonly Resource<T>[];
  /** Finds out who calls. @throws VendorError the vendor's answer to a missing or wrong credential */
  readonly authenticate: (request: RequestFacts, options: AuthenticationOptions) => T["account"];
  /**
   * The text that `authenticate` makes a world of, for a test's world of that name (1 to 64 of `a-z0-9_`): a Stripe secret
   * key such as `sk_test_<name>`. Tests then select their world by the vendor's own credential.
   */
  readonly credential?: (name: string) => string;
  /**
   * Decides by the world's state whether the caller may do this: revoked and expired tokens, roles, scopes. Runs before
   * parameters are read. @throws VendorError the vendor's 401 or 403
   */
  readonly authorize?: (
    context: OperationContext<T, object, string, object>,
    operation: OperationDefinition<T> & { readonly name: string },
  ) => void;
  readonly errors: VendorErrors;
  /** How names nest in queries and forms. */
  readonly parameters: ParameterStyle;
  /** Content types of bodies; the first is assumed where a request names none. */
  readonly accepts: readonly ("form" | "json")[];
  readonly requestId: (ids: Ids) => string;
  /** Headers of every answer, errors included. */
  readonly responseHeaders?: (request: RequestFacts) => Readonly<Record<string, string>>;
  readonly idempotency?: Idempotency;
  readonly webhooks?: Webhooks<T>;
  /** The vendor's rate limits, by profile; off until the configuration names one. */
  readonly rateLimits?: RateLimits<T>;
  /** Documented peculiarities that a user switches on and off. */
  readonly quirks?: Quirks;
  /** Names of secrets to keep out of the ledger. */
  readonly secrets?: SecretNames;
  /** What a replay has to know. @default nothing but what state and `requestId` show */
  readonly replay?: ReplayRules;
  /** @default 10 MiB */
  readonly bodyBytesMax?: number;
  /** What the vendor's service holds from the start, in every new world and account. */
  readonly seed?: (context: WorldContext<T>) => void;
}
