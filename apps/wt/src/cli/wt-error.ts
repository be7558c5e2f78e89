import { EXIT, type ExitCode } from "./exit-code.ts";

/** Every way a command fails, with its exit code. */
export const ERROR_EXIT = {
  /** An option or argument that the command does not know or cannot use. */
  usage: EXIT.usage,
  /** No twin of that name is in the checkout. */
  unknown_twin: EXIT.usage,
  /** This is no checkout, or a file of it cannot be used. */
  checkout_invalid: EXIT.failed,
  /** The twins are not built. */
  not_built: EXIT.failed,
  /** Another process holds the port; the message names it where the system tells. */
  port_in_use: EXIT.failed,
  /** The licence does not allow a twin to start. */
  license_refused: EXIT.failed,
  /** A host process ended, or said nothing, before its twins were ready. */
  start_failed: EXIT.failed,
  /** A twin is not running or does not answer. */
  unhealthy: EXIT.failed,
  /** A bundle cannot be read, or is another twin's. */
  bundle_invalid: EXIT.failed,
  /** A file could not be read or written. */
  storage: EXIT.failed,
  internal: EXIT.failed,
} as const satisfies Record<string, ExitCode>;
export type WtErrorCode = keyof typeof ERROR_EXIT;

/** The one error class of `wt`. The message says what happened, with which value, and what to do. */
export class WtError extends Error {
  override readonly name = "WtError";
  readonly code: WtErrorCode;

  constructor(code: WtErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
