import { type ParamIssue, VendorError, type VendorErrors } from "@twinkit-pro/twinkit";

/**
 * iconik has two forms of one envelope: `{errors: ["message"]}`, and `{errors: {field: "message"}}` where the
 * fields of a request are to blame. There are no error codes; ours serve the ledger only.
 */
export function iconikError(status: number, code: string, errors: readonly string[] | object): VendorError {
  return new VendorError({ status, code, body: { errors } });
}

/** 400 without a field to blame. */
export function badRequest(message = "Bad request"): VendorError {
  return iconikError(400, "bad_request", [message]);
}

/** 400 that names one field. */
export function invalidField(field: string, message: string): VendorError {
  return iconikError(400, "invalid_field", { [field]: message });
}

/** 401: no credential, or one that is unknown, revoked or expired. */
export function tokenInvalid(): VendorError {
  return iconikError(401, "token_invalid", ["Token is invalid"]);
}

/** 403: the caller's groups do not carry the role that the operation asks for. */
export function permissionDenied(message = "Permission denied"): VendorError {
  return iconikError(403, "permission_denied", [message]);
}

export function notFound(message: string): VendorError {
  return iconikError(404, "not_found", [message]);
}

/** The `missing` of a collection; an id in a body is the field's fault, an id in the path is not there. */
export function missing(message: string): (id: string, field: string | null) => VendorError {
  return (_id, field) => (field === null ? notFound(message) : invalidField(field, message));
}

export function conflict(message: string): VendorError {
  return iconikError(409, "conflict", [message]);
}

/** 429: more requests than the token may make. */
export function tooManyRequests(): VendorError {
  return iconikError(429, "rate_limited", ["Rate limit exceeded"]);
}

export const errors: VendorErrors = {
  unknownRoute: ({ path, query }) =>
    path.endsWith("/") ? notFound("Not found") : slashRedirect(query === "" ? `${path}/` : `${path}/?${query}`),
  invalidParams: (issues) => iconikError(400, "invalid_field", messagesByField(issues)),
  malformedBody: (reason) => badRequest(`Invalid JSON: ${reason}`),
  unsupportedMediaType: () => badRequest("Request body must be JSON"),
  bodyTooLarge: (maxBytes) => iconikError(413, "body_too_large", [`Request body is larger than ${maxBytes} bytes`]),
  internal: () => iconikError(500, "internal", ["Internal server error"]),
};

/** Every path of iconik ends in a slash; a client that leaves it out is sent on, with its method and body. */
function slashRedirect(location: string): VendorError {
  const body = { errors: ["Moved permanently"] };
  return new VendorError({ status: 308, code: "trailing_slash", body, headers: { location } });
}

function messagesByField(issues: readonly ParamIssue[]): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const issue of issues) messages[issue.path.join(".") || "_schema"] ??= messageOf(issue);
  return messages;
}

function messageOf({ kind, received, message }: ParamIssue): string {
  if (kind === "missing") return "Missing data for required field.";
  return received === null ? "Field may not be null." : message;
}
