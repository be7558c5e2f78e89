import type { InjectableErrors, VendorError } from "@twinkit-pro/twinkit";
import {
  badRequest,
  conflict,
  iconikError,
  notFound,
  permissionDenied,
  tokenInvalid,
  tooManyRequests,
} from "./errors.ts";

/** iconik tells errors apart by status alone; the codes are the ones that the ledger shows. */
const byCode: InjectableErrors["byCode"] = {
  bad_request: () => badRequest(),
  conflict: () => conflict("Conflict"),
  internal: () => serverError(500),
  not_found: () => notFound("Not found"),
  permission_denied: () => permissionDenied(),
  rate_limited: () => tooManyRequests(),
  token_invalid: () => tokenInvalid(),
};

const CODE_BY_STATUS: Readonly<Record<number, string>> = {
  400: "bad_request",
  401: "token_invalid",
  403: "permission_denied",
  404: "not_found",
  409: "conflict",
  429: "rate_limited",
};

const SERVER_ERRORS: Readonly<Record<number, string>> = {
  502: "Bad gateway",
  503: "Service unavailable",
  504: "Gateway timeout",
};

/** iconik's errors that a fault can ask for. */
export const injectableErrors: InjectableErrors = {
  byCode,
  byStatus: (status, request) => {
    const usual = byCode[CODE_BY_STATUS[status] ?? ""];
    if (usual !== undefined) return usual(request);
    return status < 500 ? iconikError(status, "bad_request", ["Bad request"]) : serverError(status);
  },
};

function serverError(status: number): VendorError {
  return iconikError(status, "internal", [SERVER_ERRORS[status] ?? "Internal server error"]);
}
