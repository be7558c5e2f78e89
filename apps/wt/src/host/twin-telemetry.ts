import type { Emitter } from "@twinkit-pro/telemetry";
import type { AdmittedTwin } from "../license/admit-twins.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Waiting events are sent this often: a person at the console wants to see them soon. */
const FLUSH_INTERVAL_MS = 2_000;

/**
 * The emitter of a licensed twin, where the environment names a platform (`WT_TELEMETRY_URL`, else `WT_PLATFORM_URL`)
 * and `WONDERTWIN_TELEMETRY` is not off.
 * @throws Error naming the variable that is no URL
 */
export async function twinTelemetry(twin: AdmittedTwin, version: string, env: Env): Promise<Emitter | null> {
  const variable = env["WT_TELEMETRY_URL"] ? "WT_TELEMETRY_URL" : "WT_PLATFORM_URL";
  const endpoint = env[variable];
  if (twin.license === null || !endpoint) return null;
  // Loaded where it is needed: a twin that sends none should not pay for it.
  const { createEmitter, telemetryEnabled } = await import("@twinkit-pro/telemetry");
  if (!telemetryEnabled(env)) return null;
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")) {
    throw new Error(`${variable} is ${JSON.stringify(endpoint)}; it has to be an http or https URL.`);
  }
  return createEmitter({
    endpoint,
    token: twin.license.token,
    twin: twin.twin,
    twinVersion: version,
    flushIntervalMs: FLUSH_INTERVAL_MS,
  });
}
