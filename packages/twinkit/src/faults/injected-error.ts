import type { VendorErrors } from "../define/twin-definition.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import { VendorError } from "../wire/vendor-error.ts";
import type { FaultEffect } from "./fault-spec.ts";

/** Nothing named: the vendor's internal error. */
export type WantedError = Pick<FaultEffect, "status" | "code">;

/** The vendor's error that a fault asks for: by its code where one is named, else by status. */
export function injectedError(errors: VendorErrors, { status, code }: WantedError, request: RequestFacts): VendorError {
  const byCode = code === undefined ? undefined : errors.injectable?.byCode[code];
  if (byCode !== undefined) return withStatus(byCode(request), status);
  if (status === undefined) return errors.internal(request);
  return errors.injectable?.byStatus?.(status, request) ?? withStatus(errors.internal(request), status);
}

/** Codes that a fault may name. */
export function injectableCodes({ injectable }: VendorErrors): string[] {
  return Object.keys(injectable?.byCode ?? {}).toSorted();
}

function withStatus(error: VendorError, status = error.status): VendorError {
  if (status === error.status) return error;
  const { body, code, headers } = error;
  return new VendorError({ status, body, code, headers });
}
