import type { Problem } from "../twinkit-error.ts";
import type { FaultSpec } from "./fault-spec.ts";

/** What fits each by itself and not together; null where nothing is wrong. */
export function faultProblem(spec: FaultSpec): Problem | null {
  return (
    triggerProblem(spec) ??
    latencyProblem(spec) ??
    (isAboutWebhooks(spec) ? webhookProblem(spec) : requestProblem(spec))
  );
}

export function isAboutWebhooks({ effect }: FaultSpec): boolean {
  return effect.webhook !== undefined;
}

function triggerProblem({ rate, count, sequence, repeat }: FaultSpec): Problem | null {
  const named = namesOf({ rate, count, sequence });
  if (named.length > 1)
    return problem(named[1], `a fault has one of rate, count and sequence, not ${named.join(" and ")}`);
  if (repeat === undefined || sequence !== undefined) return null;
  return problem("repeat", "only a sequence can repeat");
}

function latencyProblem({ effect }: FaultSpec): Problem | null {
  const { latency_ms, latency, latency_profile } = effect;
  const named = namesOf({ latency_ms, latency, latency_profile });
  if (named.length > 1) return problem(`effect.${named[1]}`, `a fault has one latency, not ${named.join(" and ")}`);
  if (latency?.distribution === "uniform" && latency.min_ms > latency.max_ms) {
    return problem("effect.latency.max_ms", `it is less than min_ms, ${latency.min_ms}`);
  }
  if (latency?.distribution === "lognormal" && latency.p50_ms > latency.p99_ms) {
    return problem("effect.latency.p99_ms", `it is less than p50_ms, ${latency.p50_ms}`);
  }
  return null;
}

function webhookProblem({ match, effect }: FaultSpec): Problem | null {
  const [other] = namesOf({ ...effect, webhook: undefined });
  if (other !== undefined) return problem(`effect.${other}`, "a fault of webhooks has no other effect; arm two faults");
  const { method, path, operation } = match;
  const [named] = namesOf({ method, path, operation });
  return named === undefined
    ? null
    : problem(`match.${named}`, "a fault of webhooks is matched by event, not by request");
}

function requestProblem({ match, effect }: FaultSpec): Problem | null {
  if (match.event !== undefined) return problem("match.event", "only a fault of webhooks is matched by event");
  const { reset, timeout, truncate, status, code } = effect;
  const breaks = namesOf({ reset, timeout, truncate });
  if (breaks.length > 1) {
    return problem(`effect.${breaks[1]}`, `a connection breaks in one way, not by ${breaks.join(" and ")}`);
  }
  const answers = namesOf({ status, code });
  if (truncate === undefined && breaks.length > 0 && answers.length > 0) {
    return problem(`effect.${answers[0]}`, `no answer arrives where the effect is ${breaks[0]}`);
  }
  if (namesOf(effect).length === 0) return problem("effect", "it names no effect");
  return null;
}

function namesOf(fields: object): string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
}

function problem(path: string | undefined, message: string): Problem {
  return { path: path ?? null, message };
}
