import type { RuntimeConfig } from "../server/runtime-config.ts";
import type { FaultRequest } from "./fault-match.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { FaultEffect } from "./fault-spec.ts";
import type { WantedError } from "./injected-error.ts";

/** The mark of what the configured share of failures took. */
export const FAIL_RATE = "fail_rate";

/** What happens to one request beside what the vendor would do. */
export interface Disturbance {
  /** What the ledger says of it: the id of a fault, or `fail_rate`; null where it is the configured latency alone. */
  readonly mark: string | null;
  readonly latencyMs: number;
  /** The vendor's error that takes the answer's place; one that names nothing is its internal error. */
  readonly error: WantedError | null;
  readonly interruption: WantedInterruption | null;
}

/** How the connection should break, and whether the request takes effect before it does. */
export type WantedInterruption =
  | { readonly kind: "reset" | "timeout"; readonly when: "before" | "after" }
  | { readonly kind: "truncate"; readonly when: "after"; readonly bytes: number | null };

type Config = Pick<RuntimeConfig, "latency_ms" | "latency_profile" | "fail_rate">;

/** Whether nothing at all can happen: how it is with nearly every request. */
export function isQuiet({ latency_ms, latency_profile, fail_rate }: Config, { strikesRequests }: FaultPlan): boolean {
  return !strikesRequests && latency_ms === 0 && latency_profile === null && fail_rate === 0;
}

/** What the user wants to happen to a request; null for nothing. */
export function disturbanceOf(config: Config, plan: FaultPlan, request: FaultRequest): Disturbance | null {
  const { latency_ms: latencyMs, latency_profile: profile, fail_rate: failRate } = config;
  const configuredMs = latencyMs + (profile === null ? 0 : plan.drawLatencyMs(profile));
  const strike = plan.strikesRequests ? plan.strike(request) : null;
  const held = { mark: strike?.fault.id ?? null, latencyMs: configuredMs + (strike?.latencyMs ?? 0) };
  if (strike?.fault.decides === true) {
    const { effect } = strike.fault.spec;
    return { ...held, error: errorIn(effect), interruption: interruptionIn(effect) };
  }
  if (failRate > 0 && plan.fails(failRate)) return { ...held, mark: FAIL_RATE, error: {}, interruption: null };
  return held.latencyMs === 0 && held.mark === null ? null : { ...held, error: null, interruption: null };
}

function errorIn({ status, code }: FaultEffect): WantedError | null {
  if (status === undefined && code === undefined) return null;
  return { ...(status === undefined ? {} : { status }), ...(code === undefined ? {} : { code }) };
}

function interruptionIn({ reset, timeout, truncate }: FaultEffect): WantedInterruption | null {
  if (reset !== undefined) return { kind: "reset", when: reset };
  if (timeout !== undefined) return { kind: "timeout", when: timeout };
  if (truncate === undefined) return null;
  return { kind: "truncate", when: "after", bytes: truncate === true ? null : truncate };
}
