import * as v from "valibot";
import { Timestamp, TwinId, Version } from "./primitives.ts";

/** State of the licence a twin runs under. `none`: the twin was started without one. */
export const LicenseHealth = v.object({
  status: v.picklist(["valid", "expired", "revoked", "none"]),
  not_after: v.optional(Timestamp),
  message: v.optional(v.string()),
});
export type LicenseHealth = v.InferOutput<typeof LicenseHealth>;

/** How a twin that keeps its worlds across restarts stands with its disk. `failing`: requests go on, and it tries again. */
export const DataHealth = v.object({
  status: v.picklist(["ok", "failing"]),
  /** When changes were last written; null where there were none yet. */
  flushed_at: v.nullable(Timestamp),
  /** Worlds with changes that are not written yet. */
  pending: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** What the disk said; only while it fails. */
  message: v.optional(v.string()),
});
export type DataHealth = v.InferOutput<typeof DataHealth>;

/** `GET /admin/health` of a twin. */
export const TwinHealth = v.object({
  status: v.picklist(["ok", "stopping"]),
  twin: TwinId,
  version: Version,
  worlds: v.pipe(v.number(), v.integer(), v.minValue(0)),
  license: LicenseHealth,
  data: v.optional(DataHealth),
});
export type TwinHealth = v.InferOutput<typeof TwinHealth>;

/** `GET /admin/health` of a fleet. */
export const FleetHealth = v.object({
  status: v.picklist(["ok", "stopping"]),
  twins: v.array(v.object({ ...TwinHealth.entries, url: v.pipe(v.string(), v.url()) })),
});
export type FleetHealth = v.InferOutput<typeof FleetHealth>;

export const HealthCheck = v.object({
  name: v.string(),
  status: v.picklist(["ok", "unreachable", "not_configured"]),
  duration_ms: v.number(),
  message: v.optional(v.string()),
});
export type HealthCheck = v.InferOutput<typeof HealthCheck>;

/** `GET /health` of the platform. */
export const PlatformHealth = v.object({
  summary: v.picklist(["ok", "degraded"]),
  unreachable: v.array(v.string()),
  checks: v.array(HealthCheck),
});
export type PlatformHealth = v.InferOutput<typeof PlatformHealth>;
