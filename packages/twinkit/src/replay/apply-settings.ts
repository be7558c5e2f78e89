import type { ReplaySettings } from "@twinkit-pro/contracts";
import type { TwinTypes } from "../define/twin-types.ts";
import { requireProfile } from "../limits/known-profile.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import type { World } from "../world/world.ts";

/** Stands for the address that events went to; a replay sends nothing there. */
const WEBHOOK_TARGET = "http://127.0.0.1/";

/** Sets a twin as the recorded one was. @throws TwinkitError `rate_limit_profile_unknown` */
export function applySettings<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  world: World<T>,
  { strict, rate_limit_profile: profile, webhook_target: hasTarget, quirks }: ReplaySettings,
): void {
  requireProfile(runtime.definition, profile);
  if (profile !== runtime.config.rate_limit_profile) for (const each of runtime.worlds.all()) each.limits.reset();
  const webhook_url = hasTarget ? WEBHOOK_TARGET : null;
  runtime.config = { ...runtime.config, strict, rate_limit_profile: profile, webhook_url };
  world.quirks.restore(quirks);
}
