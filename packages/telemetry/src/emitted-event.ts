import type { TelemetryEvent } from "@twinkit-pro/contracts";

type WithoutStamp<T> = T extends unknown ? Omit<T, "event_id" | "at"> : never;

/** A telemetry event as it is emitted: the emitter adds `event_id` and `at`. */
export type EmittedEvent = WithoutStamp<TelemetryEvent>;

/** An event in the buffer. Nothing is formatted before its batch is sent. */
export interface BufferedEvent {
  readonly event: EmittedEvent;
  readonly atMs: number;
}
