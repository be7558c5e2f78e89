import { LICENSE_FAILURE_CODES, type LicenseFailureCode } from "@twinkit-pro/license-verifier";

/** What the process ends with. */
export const EXIT = {
  ok: 0,
  /** A fault of the platform itself. */
  internal: 1,
  /** The command line, or a value on it, cannot be used. */
  usage: 2,
  /** The configuration or a file it names cannot be used. */
  configuration: 3,
  /** Something needed is not there now: the database, the data directory, the running server. */
  unavailable: 4,
  /** The running server does not accept the operator token. */
  denied: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

interface Outcome {
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 422 | 431 | 500 | 503;
  readonly exitCode: ExitCode;
}

const PLATFORM_ERRORS = {
  invalid_json: { status: 400, exitCode: EXIT.usage },
  invalid_body: { status: 400, exitCode: EXIT.usage },
  invalid_request: { status: 400, exitCode: EXIT.usage },
  bad_http: { status: 400, exitCode: EXIT.usage },
  unauthenticated: { status: 401, exitCode: EXIT.denied },
  twin_not_in_audience: { status: 403, exitCode: EXIT.denied },
  not_found: { status: 404, exitCode: EXIT.usage },
  method_not_allowed: { status: 405, exitCode: EXIT.usage },
  request_timeout: { status: 408, exitCode: EXIT.unavailable },
  body_too_large: { status: 413, exitCode: EXIT.usage },
  batch_too_large: { status: 413, exitCode: EXIT.usage },
  unsupported_media_type: { status: 415, exitCode: EXIT.usage },
  unsupported_content_encoding: { status: 415, exitCode: EXIT.usage },
  ttl_above_maximum: { status: 422, exitCode: EXIT.usage },
  headers_too_large: { status: 431, exitCode: EXIT.usage },
  internal: { status: 500, exitCode: EXIT.internal },
  configuration_invalid: { status: 500, exitCode: EXIT.configuration },
  signing_keys_unusable: { status: 500, exitCode: EXIT.configuration },
  already_exists: { status: 500, exitCode: EXIT.usage },
  overloaded: { status: 503, exitCode: EXIT.unavailable },
  shutting_down: { status: 503, exitCode: EXIT.unavailable },
  database_unavailable: { status: 503, exitCode: EXIT.unavailable },
  data_directory_locked: { status: 503, exitCode: EXIT.unavailable },
  address_unavailable: { status: 503, exitCode: EXIT.unavailable },
  server_unreachable: { status: 503, exitCode: EXIT.unavailable },
} as const satisfies Record<string, Outcome>;

const LICENSE_REFUSED: Outcome = { status: 401, exitCode: EXIT.denied };

/** Every refusal of the platform: its own, and each reason for which a licence is refused. */
export type PlatformErrorCode = keyof typeof PLATFORM_ERRORS | LicenseFailureCode;

/** The one table from code to HTTP status and to exit code. */
export const ERROR_TABLE: Readonly<Record<PlatformErrorCode, Outcome>> = {
  ...(Object.fromEntries(LICENSE_FAILURE_CODES.map((code) => [code, LICENSE_REFUSED])) as Record<
    LicenseFailureCode,
    Outcome
  >),
  ...PLATFORM_ERRORS,
};
