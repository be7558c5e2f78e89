import type { HealthCheck, PlatformHealth } from "@twinkit-pro/contracts";
import { type HealthProbe, runCheck } from "./health-check.ts";

/** Shown where no twin is configured, so that nobody takes the absence of checks for health. */
const NO_TWINS: HealthCheck = {
  name: "twins",
  status: "not_configured",
  duration_ms: 0,
  message: "WT_TWIN_URLS names no twins.",
};

/**
 * Returns a function that runs every check at once, whatever the others say.
 * Calls that come while a round is under way share it, so that asking often does not load what is asked.
 */
export function platformHealth(
  probes: readonly HealthProbe[],
  { hasTwins, timeoutMs }: { readonly hasTwins: boolean; readonly timeoutMs?: number },
): () => Promise<PlatformHealth> {
  let round: Promise<PlatformHealth> | undefined;
  const run = async (): Promise<PlatformHealth> => {
    const results = await Promise.all(probes.map((probe) => runCheck(probe, timeoutMs)));
    const checks = hasTwins ? results : [...results, NO_TWINS];
    const unreachable = checks.filter(({ status }) => status === "unreachable").map(({ name }) => name);
    return { summary: unreachable.length === 0 ? "ok" : "degraded", unreachable, checks };
  };
  return async () => {
    round ??= run().finally(() => (round = undefined));
    return round;
  };
}
