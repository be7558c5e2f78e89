import { createEmitter, type Emitter, telemetryEnabled } from "@twinkit-pro/telemetry";
import type { AdmittedTwin } from "../license/admit-twins.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Waiting events are sent this often: a person at the console wants to see them soon. */
const FLUSH_INTERVAL_MS = 2_000;

/** The emitter of a licensed twin, where the environment names a platform (`WT_PLATFORM_URL`) and telemetry is not off. */
export function twinTelemetry(twin: AdmittedTwin, version: string, env: Env): Emitter | null {
  const endpoint = env["WT_PLATFORM_URL"];
  if (twin.license === null || endpoint === undefined || endpoint === "" || !telemetryEnabled(env)) return null;
  return createEmitter({
    endpoint,
    token: twin.license.token,
    twin: twin.twin,
    twinVersion: version,
    flushIntervalMs: FLUSH_INTERVAL_MS,
  });
}
