import type { RequestFacts } from "../wire/request-facts.ts";
import type { VendorError } from "../wire/vendor-error.ts";

/** The vendor's errors that a fault can ask for. */
export interface InjectableErrors {
  /** By the vendor's own code: `rate_limit`, `card_declined`. A fault that names another code is refused. */
  readonly byCode: Readonly<Record<string, (request: RequestFacts) => VendorError>>;
  /** What the vendor answers with a status from 400 to 599 when it says no more. @default the envelope of `internal` */
  readonly byStatus?: (status: number, request: RequestFacts) => VendorError;
}
