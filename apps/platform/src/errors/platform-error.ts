import type { ErrorBody } from "@twinkit-pro/contracts";
import type { PlatformErrorCode } from "./error-table.ts";

export interface PlatformErrorDetails {
  /** Dot path of the field at fault, such as `events.3.type`. @default null */
  readonly path?: string | null | undefined;
  /** Headers that go with the answer, such as `allow`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
}

/** The one error class of the platform. Its message may be shown to whoever called: it never holds a secret or a stack. */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
  readonly code: PlatformErrorCode;
  readonly path: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: PlatformErrorCode,
    message: string,
    { path = null, headers = {}, cause }: PlatformErrorDetails = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.path = path;
    this.headers = headers;
  }

  body(): ErrorBody {
    return { error: { code: this.code, message: this.message, path: this.path } };
  }
}
