export { createEmitter } from "./create-emitter.ts";
export type { EmittedEvent } from "./emitted-event.ts";
export type { Emitter, EmitterStats, StopReport } from "./emitter.ts";
export type { EmitterOptions, EmitterTuning, TokenSource } from "./emitter-options.ts";
export { createNullEmitter } from "./null-emitter.ts";
export { telemetryEnabled } from "./telemetry-enabled.ts";
export { TelemetryError, type TelemetryErrorCode } from "./telemetry-error.ts";
export type { Timers } from "./timers.ts";
