import * as v from "valibot";
import { HttpMethod, Timestamp, TwinId, Version } from "./primitives.ts";

export const TELEMETRY_BATCH_EVENTS_MAX = 500;

const base = {
  /** Unique per event; ingest stores an id once however often it arrives. */
  event_id: v.pipe(v.string(), v.uuid()),
  at: Timestamp,
};

/** One request a twin answered. Paths are route patterns, so no id or name of a user's data is in them. */
export const HttpObservation = v.object({
  ...base,
  type: v.literal("http_observation"),
  /** Operation as the vendor's specification names it; null where no route matched. */
  operation: v.nullable(v.pipe(v.string(), v.maxLength(128))),
  method: HttpMethod,
  path_template: v.pipe(v.string(), v.maxLength(512)),
  status: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(599)),
  duration_ms: v.pipe(v.number(), v.minValue(0)),
  error_code: v.optional(v.pipe(v.string(), v.maxLength(128))),
});
export type HttpObservation = v.InferOutput<typeof HttpObservation>;

/** A change of state inside a twin, such as a job that finished in the background. */
export const DomainEvent = v.object({
  ...base,
  type: v.literal("domain_event"),
  name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
});
export type DomainEvent = v.InferOutput<typeof DomainEvent>;

/** Start, stop and losses of the emitter itself. `dropped` counts the events that a full buffer refused. */
export const LifecycleEvent = v.object({
  ...base,
  type: v.picklist(["twin_started", "twin_stopped", "events_dropped"]),
  dropped: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type LifecycleEvent = v.InferOutput<typeof LifecycleEvent>;

export const TelemetryEvent = v.variant("type", [HttpObservation, DomainEvent, LifecycleEvent]);
export type TelemetryEvent = v.InferOutput<typeof TelemetryEvent>;

/**
 * Body of `POST /telemetry/v1/ingest`. `twin` is what the emitter says of itself: the platform believes the
 * licence's audience and uses this field only to choose among several.
 * `events` is checked item by item, so that one malformed event does not cost the rest of its batch.
 */
export const TelemetryBatch = v.object({
  schema_version: v.literal(1),
  twin: TwinId,
  twin_version: Version,
  events: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(TELEMETRY_BATCH_EVENTS_MAX)),
});
export type TelemetryBatch = v.InferOutput<typeof TelemetryBatch>;

export const TelemetryItemResult = v.object({
  index: v.number(),
  event_id: v.nullable(v.string()),
  status: v.picklist(["accepted", "duplicate", "rejected"]),
  code: v.optional(v.string()),
  message: v.optional(v.string()),
});
export type TelemetryItemResult = v.InferOutput<typeof TelemetryItemResult>;

/** Answer of the ingest route: one result per event, in the order sent. */
export const TelemetryResponse = v.object({
  twin: TwinId,
  accepted: v.number(),
  duplicates: v.number(),
  rejected: v.number(),
  results: v.array(TelemetryItemResult),
});
export type TelemetryResponse = v.InferOutput<typeof TelemetryResponse>;
