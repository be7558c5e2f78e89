import { type RequestFacts, VendorError } from "@twinkit-pro/twinkit";

/** `type` of Stripe's error object. https://docs.stripe.com/api/errors */
export type ErrorType = "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";

/** The error object, fields in Stripe's order of the alphabet. Absent fields are absent on the wire. */
export interface ErrorBody {
  readonly type: ErrorType;
  readonly message: string;
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly param?: string | undefined;
  readonly charge?: string | undefined;
  readonly payment_intent?: object | undefined;
  readonly payment_method?: object | undefined;
  readonly setup_intent?: object | undefined;
  readonly advice_code?: string | undefined;
  readonly network_decline_code?: string | undefined;
  readonly request_log_url?: string | undefined;
}

/** Stripe's envelope around an error object; every builder below ends here. */
export function stripeError(
  status: number,
  error: ErrorBody,
  headers: Readonly<Record<string, string>> = {},
): VendorError {
  const docUrl = error.code === undefined ? {} : { doc_url: docUrlOf(error.code) };
  const body = { error: sorted({ ...error, ...docUrl }) };
  return new VendorError({ status, body, headers, code: error.code ?? error.type });
}

/** Where the documentation explains an error code. */
export function docUrlOf(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
}

/** Stripe writes the fields of an error in alphabetical order. */
function sorted(error: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(error)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Adds the link to the request's log line, which Stripe does for every request it could attribute. */
export function withRequestLog(error: VendorError, { requestId, receivedAtMs }: RequestFacts): VendorError {
  const { error: fields } = error.body as { readonly error: ErrorBody };
  const url = `https://dashboard.stripe.com/test/logs/${requestId}?t=${Math.floor(receivedAtMs / 1_000)}`;
  const body = { error: sorted({ ...fields, request_log_url: url }) };
  return new VendorError({ status: error.status, body, headers: error.headers, code: error.code });
}

export interface RequestProblem {
  readonly message: string;
  readonly param?: string | undefined;
  readonly code?: string | undefined;
  readonly payment_intent?: object | undefined;
  readonly setup_intent?: object | undefined;
  readonly payment_method?: object | undefined;
  readonly charge?: string | undefined;
}

/** 400 `invalid_request_error`. */
export function invalidRequest(problem: RequestProblem): VendorError {
  return stripeError(400, { type: "invalid_request_error", ...problem });
}

/**
 * The `missing` of a collection: `resourceMissing("customer")`.
 * An id in the path is answered 404 with `pathParam` (default `id`); an id in a parameter 400 with that parameter.
 */
export function resourceMissing(noun: string, pathParam = "id"): (id: string, param: string | null) => VendorError {
  return (id, param) =>
    stripeError(param === null ? 404 : 400, {
      type: "invalid_request_error",
      code: "resource_missing",
      message: `No such ${noun}: '${id}'`,
      param: param ?? pathParam,
    });
}

/** 400: a required parameter is absent. `param` as Stripe writes it: `items[0][price]`. */
export function parameterMissing(param: string): VendorError {
  return invalidRequest({ code: "parameter_missing", message: `Missing required param: ${param}.`, param });
}

/** 400: a parameter that the operation does not have. */
export function parameterUnknown(param: string): VendorError {
  return invalidRequest({ code: "parameter_unknown", message: `Received unknown parameter: ${param}`, param });
}

/** 400: an empty value for a parameter that cannot be unset. */
export function parameterInvalidEmpty(param: string): VendorError {
  const message =
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; ` +
    `however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
  return invalidRequest({ code: "parameter_invalid_empty", message, param });
}

/** 400: parameters that exclude each other. */
export function parametersExclusive(message: string, param?: string): VendorError {
  return invalidRequest({ code: "parameters_exclusive", message, param });
}

/** A declined card: the fields of the error object, with the wire formats of the objects the decline belongs to. */
export type CardProblem = Omit<ErrorBody, "type" | "request_log_url"> & { readonly code: string };

/** 402 `card_error`. Return it from the handler (do not throw) where the decline leaves a trace. */
export function cardError(problem: CardProblem): VendorError {
  return stripeError(402, { type: "card_error", ...problem });
}

/** 401: no key or a wrong one. Stripe gives these no code of their own. */
export function authenticationError(message: string): VendorError {
  return stripeError(401, { type: "invalid_request_error", message }, { "www-authenticate": 'Basic realm="Stripe"' });
}

/** 403: the key is good but may not do this. */
export function permissionError(problem: { readonly message: string; readonly code?: string }): VendorError {
  return stripeError(403, { type: "invalid_request_error", ...problem });
}

/** 400 `idempotency_error`. */
export function idempotencyError(message: string): VendorError {
  return stripeError(400, { type: "idempotency_error", message });
}

/**
 * 429 `rate_limit`; `reason` is what was exceeded. The SDKs do not retry it, unlike a lock timeout, which has no reason.
 * https://docs.stripe.com/rate-limits#rate-limited-requests
 */
export function rateLimited(reason: string, livemode: boolean): VendorError {
  const message = livemode
    ? "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits."
    : "Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. " +
      "You can learn more about rate limits here https://stripe.com/docs/rate-limits.";
  const headers = { "stripe-rate-limited-reason": reason };
  return stripeError(429, { type: "invalid_request_error", code: "rate_limit", message }, headers);
}

/** 500 `api_error`. */
export function apiError(): VendorError {
  const message = "Sorry! There was an error while talking to one of our backends. Support has been notified.";
  return stripeError(500, { type: "api_error", message });
}

/** 404: no such method and path. */
export function unrecognizedUrl(method: string, path: string): VendorError {
  const message =
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at ` +
    "https://support.stripe.com/.";
  return stripeError(404, { type: "invalid_request_error", message });
}

/** 400: the body is not a form. */
export function wrongContentType(): VendorError {
  const message =
    "Invalid request (check that your POST content type is application/x-www-form-urlencoded). " +
    "If you have any questions, we can help at https://support.stripe.com/.";
  return invalidRequest({ message });
}

/** 413: the body is longer than the twin reads. */
export function bodyTooLarge(maxBytes: number): VendorError {
  return stripeError(413, {
    type: "invalid_request_error",
    message: `The request body is larger than ${maxBytes} bytes.`,
  });
}
