import type { ReplaySettings } from "@twinkit-pro/contracts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { RuntimeConfig } from "../server/runtime-config.ts";
import type { World } from "../world/world.ts";

const DEFAULTS: ReplaySettings = { strict: true, rate_limit_profile: null, webhook_target: false, quirks: {} };

/** What the user has set that decides answers; the address of a webhook target is nobody's business. */
export function settingsOf<T extends TwinTypes>(config: RuntimeConfig, world: World<T>): ReplaySettings {
  return {
    strict: config.strict,
    rate_limit_profile: config.rate_limit_profile,
    webhook_target: config.webhook_url !== null,
    quirks: world.quirks.export(),
  };
}

/** Tells the settings each time they are no longer what they were; at first they are the defaults. */
export function settingsWatch(now: () => ReplaySettings): () => ReplaySettings | null {
  let last = JSON.stringify(DEFAULTS);
  return () => {
    const settings = now();
    const text = JSON.stringify(settings);
    if (text === last) return null;
    last = text;
    return settings;
  };
}
