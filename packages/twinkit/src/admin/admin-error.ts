import type { Problem } from "../twinkit-error.ts";
import { TwinkitError, type TwinkitErrorCode } from "../twinkit-error.ts";

/** Every refusal of the admin API, with its HTTP status. */
export const ADMIN_STATUS = {
  malformed_json: 400,
  invalid_body: 400,
  invalid_query: 400,
  world_name_invalid: 400,
  state_invalid: 400,
  run_invalid: 400,
  unauthorized: 401,
  forbidden_origin: 403,
  unknown_route: 404,
  unknown_world: 404,
  unknown_delivery: 404,
  unknown_fault: 404,
  unknown_quirk: 404,
  snapshot_unknown: 404,
  run_unknown: 404,
  method_not_allowed: 405,
  advance_limit: 409,
  world_permanent: 409,
  run_active: 409,
  run_exists: 409,
  run_damaged: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  faults_full: 507,
  worlds_full: 507,
  world_full: 507,
  snapshots_full: 507,
  run_storage: 507,
} as const;
export type AdminErrorCode = keyof typeof ADMIN_STATUS;

/** Errors of the kit that are the caller's, by the code under which they are answered. */
const OF_THE_KIT: Partial<Record<TwinkitErrorCode, AdminErrorCode>> = {
  state_invalid: "state_invalid",
  advance_limit: "advance_limit",
  delivery_unknown: "unknown_delivery",
  rate_limit_profile_unknown: "invalid_body",
  fault_invalid: "invalid_body",
  faults_full: "faults_full",
  worlds_full: "worlds_full",
  world_full: "world_full",
  snapshot_unknown: "snapshot_unknown",
  snapshots_full: "snapshots_full",
  run_active: "run_active",
  run_exists: "run_exists",
  run_invalid: "run_invalid",
  run_unknown: "run_unknown",
  run_damaged: "run_damaged",
  run_storage: "run_storage",
};

interface AdminErrorInit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly problems?: readonly Problem[];
}

/** A refused admin call; nothing was changed by it. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  readonly code: AdminErrorCode;
  readonly path: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** What is wrong, where there is more than one thing. */
  readonly problems: readonly Problem[];

  constructor(code: AdminErrorCode, message: string, path: string | null = null, init: AdminErrorInit = {}) {
    super(message);
    this.code = code;
    this.path = path;
    this.headers = init.headers ?? {};
    this.problems = init.problems ?? [];
  }
}

/** The admin answer to an error of the kit; anything unknown is internal and its message stays in the log. */
export function toAdminError(error: unknown): AdminError {
  if (error instanceof AdminError) return error;
  const code = error instanceof TwinkitError ? OF_THE_KIT[error.code] : undefined;
  if (error instanceof TwinkitError && code !== undefined) {
    return new AdminError(code, error.message, error.path, { problems: error.problems });
  }
  return new AdminError("internal", "The twin could not do this; its log has the cause.");
}
