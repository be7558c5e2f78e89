import type { TwinTypes } from "../define/twin-types.ts";
import type { Problem } from "../twinkit-error.ts";
import type { LimitsState } from "./limits-state.ts";
import type { RateLimits } from "./rate-limits.ts";

/** What of an exported standing a twin's rate limits do not know. */
export function* limitsMisfits<T extends TwinTypes>(
  limits: RateLimits<T> | undefined,
  { profile, buckets }: LimitsState,
): Generator<Problem> {
  if (profile === null) {
    if (buckets.length > 0) yield { path: "limits.profile", message: "buckets belong to a profile" };
    return;
  }
  const known = limits?.profiles ?? {};
  const rules = Object.hasOwn(known, profile) ? known[profile]?.rules : undefined;
  if (rules === undefined) {
    yield { path: "limits.profile", message: `the twin has no rate limit profile ${profile}` };
    return;
  }
  for (const [index, bucket] of buckets.entries()) {
    if (rules.some(({ name }) => name === bucket.rule)) continue;
    yield { path: `limits.buckets.${index}.rule`, message: `the profile ${profile} has no rule ${bucket.rule}` };
  }
}
