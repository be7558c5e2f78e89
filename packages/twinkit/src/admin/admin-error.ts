import { TwinkitError } from "../twinkit-error.ts";

/** Every refusal of the admin API, with its HTTP status. */
export const ADMIN_STATUS = {
  malformed_json: 400,
  invalid_body: 400,
  invalid_query: 400,
  world_name_invalid: 400,
  state_invalid: 400,
  unauthorized: 401,
  forbidden_origin: 403,
  unknown_route: 404,
  unknown_delivery: 404,
  method_not_allowed: 405,
  advance_limit: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  worlds_full: 507,
} as const;
export type AdminErrorCode = keyof typeof ADMIN_STATUS;

/** A refused admin call; nothing was changed by it. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  readonly code: AdminErrorCode;
  readonly path: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: AdminErrorCode, message: string, path: string | null = null, headers: Record<string, string> = {}) {
    super(message);
    this.code = code;
    this.path = path;
    this.headers = headers;
  }
}

/** The admin answer to an error of the kit; anything unknown is internal and its message stays in the log. */
export function toAdminError(error: unknown): AdminError {
  if (error instanceof AdminError) return error;
  if (error instanceof TwinkitError) {
    if (error.code === "state_invalid") return new AdminError("state_invalid", error.message, error.path);
    if (error.code === "advance_limit") return new AdminError("advance_limit", error.message);
    if (error.code === "delivery_unknown") return new AdminError("unknown_delivery", error.message);
  }
  return new AdminError("internal", "The twin could not do this; its log has the cause.");
}
