import { PersistError } from "@twinkit-pro/persist";
import { LicenseError } from "@twinkit-pro/license-verifier";
import { PlatformError } from "./platform-error.ts";

/** SQLSTATE classes in which trying again later may succeed: connection, resources, operator intervention, cancelled, locks. */
const UNAVAILABLE_SQLSTATE = /^(?:08|53|57|55P03|40)/;

const UNAVAILABLE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
]);

/**
 * Whatever was thrown, as a {@link PlatformError}. What nobody expected becomes `internal`, whose message tells the caller
 * nothing; the log gets the cause.
 */
export function normalizeError(thrown: unknown): PlatformError {
  if (thrown instanceof PlatformError) return thrown;
  if (thrown instanceof LicenseError) return fromLicenseError(thrown);
  if (thrown instanceof PersistError && thrown.code === "locked") {
    return new PlatformError("data_directory_locked", thrown.message, { cause: thrown });
  }
  if (isDatabaseUnavailable(thrown)) {
    return new PlatformError("database_unavailable", "The database does not answer now. Try again shortly.", {
      headers: { "retry-after": "2" },
      cause: thrown,
    });
  }
  return internalError(thrown);
}

/** A fault of the platform, of which the caller is told nothing. */
export function internalError(cause: unknown): PlatformError {
  const message = "The platform failed to answer. Its log has the reason under this request's id.";
  return new PlatformError("internal", message, { cause });
}

function fromLicenseError(error: LicenseError): PlatformError {
  switch (error.code) {
    case "ttl_above_maximum":
      return new PlatformError("ttl_above_maximum", error.message, { path: "ttl_days", cause: error });
    case "ttl_invalid":
      return new PlatformError("invalid_request", error.message, { path: "ttl_days", cause: error });
    case "claims_invalid":
      return new PlatformError("invalid_request", error.message, { cause: error });
    case "key_invalid":
    case "key_set_invalid":
      return new PlatformError("signing_keys_unusable", error.message, { cause: error });
    case "clock_invalid":
      return new PlatformError("internal", error.message, { cause: error });
  }
}

/** Drizzle wraps what the driver threw, so the code may be one or two causes down. */
function isDatabaseUnavailable(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth += 1) {
    if (!("code" in error) || typeof error.code !== "string") continue;
    if (UNAVAILABLE_CODES.has(error.code) || UNAVAILABLE_SQLSTATE.test(error.code)) return true;
  }
  return false;
}
