import type { TwinTypes } from "../define/twin-types.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { RateLimits } from "./rate-limits.ts";

interface Limited<T extends TwinTypes> {
  readonly name: string;
  readonly rateLimits?: RateLimits<T>;
}

/** @throws TwinkitError `rate_limit_profile_unknown` naming the profiles that the twin has */
export function requireProfile<T extends TwinTypes>(twin: Limited<T>, profile: string | null | undefined): void {
  const known = twin.rateLimits?.profiles ?? {};
  if (profile === null || profile === undefined || Object.hasOwn(known, profile)) return;
  const names = Object.keys(known);
  const choice = names.length === 0 ? "it declares none" : `choose ${names.join(", ")}, or null for none`;
  const message = `twin-${twin.name} has no rate limit profile ${JSON.stringify(profile)}: ${choice}.`;
  throw new TwinkitError("rate_limit_profile_unknown", message, { path: "rate_limit_profile" });
}
