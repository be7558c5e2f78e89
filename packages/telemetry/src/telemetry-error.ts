/** - `invalid_option`: an option of the emitter is missing or out of its range; the message names it. */
export type TelemetryErrorCode = "invalid_option";

/** Thrown only while an emitter is created; a running one never throws. */
export class TelemetryError extends Error {
  readonly code: TelemetryErrorCode;

  constructor(code: TelemetryErrorCode, message: string) {
    super(message);
    this.name = "TelemetryError";
    this.code = code;
  }
}
