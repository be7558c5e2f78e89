import type { Fault } from "../../faults/fault.ts";
import type { FaultEffect, FaultSpec } from "../../faults/fault-spec.ts";
import { formatCount, plural } from "../render/format.ts";

/** Which requests, or webhooks, a fault is about. */
export function matchText({ match, effect }: FaultSpec): string {
  if (effect.webhook !== undefined) return `webhooks ${match.event ?? "of any event"}`;
  const { method, path, operation } = match;
  const parts = [method, path, operation === undefined ? undefined : `(${operation})`];
  const named = parts.filter((part) => part !== undefined);
  return named.length === 0 ? "every request" : named.join(" ");
}

/** What it does to them. */
export function effectText(effect: FaultEffect): string {
  const { status, code, latency_ms: ms, latency, latency_profile: profile, reset, timeout, truncate, webhook } = effect;
  const parts = [
    status === undefined ? null : `answers ${status}`,
    code === undefined ? null : `answers ${code}`,
    ms === undefined ? null : `${formatCount(ms)} ms late`,
    latency === undefined ? null : `${latency.distribution} latency`,
    profile === undefined ? null : `${profile} latency`,
    reset === undefined ? null : `resets the connection ${reset} it took effect`,
    timeout === undefined ? null : `never answers; stops ${timeout} it took effect`,
    truncate === undefined
      ? null
      : truncate === true
        ? "cuts the body in half"
        : `cuts the body after ${truncate} bytes`,
    webhook === undefined ? null : webhook === "duplicate" ? "delivers twice" : "delivers out of order",
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** When it strikes, and how often it has. */
export function countText({ spec, matched, fired, remaining }: Fault): string {
  const { rate, sequence, repeat } = spec;
  const parts = [
    rate === undefined ? null : `probability ${rate}`,
    sequence === undefined ? null : `${sequence.join(", ")}${repeat === true ? ", again and again" : ""}`,
    `fired ${plural(fired, "time")}`,
    `asked ${plural(matched, "time")}`,
    remaining === null ? null : `${formatCount(remaining)} left`,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

/** A latency profile by what clients would measure. */
export function latencyText(name: string, { p50_ms: p50, p99_ms: p99 }: { p50_ms: number; p99_ms: number }): string {
  return `${name}: median ${formatCount(p50)} ms, p99 ${formatCount(p99)} ms`;
}
