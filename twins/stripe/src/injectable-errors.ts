import type { InjectableErrors, RequestFacts, VendorError } from "@twinkit-pro/twinkit";
import { authenticate } from "./auth.ts";
import {
  apiError,
  authenticationError,
  cardError,
  type ErrorBody,
  idempotencyError,
  invalidRequest,
  permissionError,
  rateLimited,
  stripeError,
  withRequestLog,
} from "./errors.ts";
import { type DeclineName, DECLINES, declineOf, declineProblem } from "./test-cards/declines.ts";

type Build = (request: RequestFacts) => VendorError;

/** Declines by their decline code: `insufficient_funds` is a `card_declined` with that decline code. */
const declines = Object.fromEntries(
  (Object.keys(DECLINES) as DeclineName[])
    .filter((name) => declineOf(name).declineCode === name)
    .map((name): [string, Build] => [name, declined(name)]),
);

/** Stripe's errors that a fault can ask for. https://docs.stripe.com/error-codes */
const byCode: Readonly<Record<string, Build>> = {
  ...declines,
  card_declined: declined("generic_decline"),
  api_error: () => apiError(),
  api_key_expired: () =>
    stripeError(401, { type: "invalid_request_error", code: "api_key_expired", message: "Expired API Key provided." }),
  idempotency_error: logged(() =>
    idempotencyError(
      "Keys for idempotent requests can only be used with the same parameters they were first used with.",
    ),
  ),
  idempotency_key_in_use: logged(({ headers }) => idempotencyKeyInUse(headers["idempotency-key"] ?? "")),
  invalid_request_error: logged(() => invalidRequest({ message: "Invalid request." })),
  lock_timeout: () => lockTimeout(),
  parameter_missing: logged(() => invalidRequest({ code: "parameter_missing", message: "Missing required param." })),
  rate_limit: (request) => rateLimited("global-rate", isLive(request)),
  resource_missing: logged(resourceMissing),
  secret_key_required: logged(() => permission("secret_key_required")),
};

const BY_STATUS: Readonly<Record<number, Build>> = {
  401: () => authenticationError("Invalid API Key provided."),
  402: declined("generic_decline"),
  403: logged(() => permission()),
  404: logged(resourceMissing),
  409: byCode["idempotency_key_in_use"] as Build,
  429: (request) => rateLimited("global-rate", isLive(request)),
};

export const injectableErrors: InjectableErrors = {
  byCode,
  byStatus: (status, request) => {
    const usual = BY_STATUS[status];
    if (usual !== undefined) return usual(request);
    return status < 500
      ? withRequestLog(stripeError(status, { type: "invalid_request_error", message: "Invalid request." }), request)
      : stripeError(status, apiErrorBody());
  },
};

function declined(name: DeclineName): Build {
  return logged(() => cardError(declineProblem(declineOf(name))));
}

function logged(build: Build): Build {
  return (request) => withRequestLog(build(request), request);
}

function apiErrorBody(): ErrorBody {
  return (apiError().body as { readonly error: ErrorBody }).error;
}

/** 409: the first request with the key has not been answered yet. The SDKs send it again. */
function idempotencyKeyInUse(key: string): VendorError {
  const message =
    "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, " +
    `and the other request is still going through): ${key}. Please try again later.`;
  return stripeError(409, { type: "idempotency_error", code: "idempotency_key_in_use", message });
}

/** 429 that the SDKs are told to send again, unlike an exceeded rate. https://docs.stripe.com/rate-limits#object-lock-timeouts */
function lockTimeout(): VendorError {
  const message =
    "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. " +
    "If you see this error intermittently, retry the request. If you see this error frequently and are making multiple " +
    "concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see " +
    "https://stripe.com/docs/rate-limits#object-lock-timeouts.";
  const headers = { "stripe-should-retry": "true" };
  return stripeError(429, { type: "invalid_request_error", code: "lock_timeout", message }, headers);
}

function resourceMissing({ path }: RequestFacts): VendorError {
  const id = path.split("/").at(-1) ?? "";
  return stripeError(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such object: '${id}'`,
    param: "id",
  });
}

function permission(code?: string): VendorError {
  const message = "The provided key does not have the required permissions for this endpoint.";
  return permissionError({ message, ...(code === undefined ? {} : { code }) });
}

function isLive(request: RequestFacts): boolean {
  return authenticate(request, { strict: false }).livemode;
}
