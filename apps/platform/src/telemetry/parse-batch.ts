import { TELEMETRY_BATCH_EVENTS_MAX, TelemetryBatch } from "@twinkit-pro/contracts";
import { PlatformError } from "../errors/platform-error.ts";
import { checkShape, parseJson } from "../http/parse-json.ts";

/** @throws {PlatformError} `invalid_json`, `batch_too_large`, `invalid_request` with the field's path */
export function parseBatch(bytes: Uint8Array): TelemetryBatch {
  const json = parseJson(bytes);
  const events = typeof json === "object" && json !== null && "events" in json ? json.events : undefined;
  // Before the schema, which would call it a wrong field: a sender that hears "too large" splits its batch.
  if (Array.isArray(events) && events.length > TELEMETRY_BATCH_EVENTS_MAX) {
    throw new PlatformError(
      "batch_too_large",
      `The batch has ${events.length} events, at most ${TELEMETRY_BATCH_EVENTS_MAX} are allowed. Send fewer at once.`,
      { path: "events" },
    );
  }
  return checkShape(TelemetryBatch, json);
}
