import type { FC } from "hono/jsx";
import { formatCount, formatDistance, formatInstant } from "../render/format.ts";
import { SafeText } from "../render/safe-text.tsx";
import { Source } from "../render/source.tsx";
import { Badge } from "../render/status.tsx";
import type { View } from "../view.ts";

const SHOWN_MAX = 50;

/** The profile that is on, and what the world has used of it. */
export const RateLimits: FC<{ readonly view: View }> = ({ view: { world, runtime } }) => {
  const name = runtime.config.rate_limit_profile;
  const profile = name === null ? undefined : runtime.definition.rateLimits?.profiles[name];
  if (profile === undefined) return null;
  const statuses = world.limits.statuses(name).slice(0, SHOWN_MAX);
  return (
    <section class="stack" aria-labelledby="limits">
      <h2 id="limits">Rate limits: {name}</h2>
      <p class="note">
        {profile.description} <Source of={profile.source} />
      </p>
      {statuses.length === 0 ? (
        <p class="empty">No request has been counted in this world yet.</p>
      ) : (
        <ul class="rows">
          {statuses.map(({ rule, key, limit, used, remaining, resetMs }) => (
            <li class="row">
              <span class="row-main">
                <span>
                  <strong class="mono">{rule}</strong> <SafeText text={key} />
                </span>
                <span class="hint">
                  {`${formatCount(used)} of ${formatCount(limit)} used; all available ${formatDistance(world.clock.nowMs, resetMs)}, ${formatInstant(resetMs)} UTC`}
                </span>
              </span>
              <Badge tone={remaining > 0 ? "ok" : "bad"}>{`${formatCount(remaining)} left`}</Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
