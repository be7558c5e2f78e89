import type { FC } from "hono/jsx";
import { ActionButton } from "../layout/action.tsx";
import { Page } from "../layout/page.tsx";
import { Source } from "../render/source.tsx";
import { Badge } from "../render/status.tsx";
import type { View } from "../view.ts";
import { ConfigForm } from "./config-form.tsx";
import { RateLimits } from "./rate-limits.tsx";

/** What the user may change of how the twin behaves. */
export const BehaviourPage: FC<{ readonly view: View }> = ({ view }) => (
  <Page view={view} title="Behaviour" lead="How the twin answers. Nothing of this touches the admin API or this page.">
    <div class="stack">
      <ConfigForm view={view} />
      <RateLimits view={view} />
      <Quirks view={view} />
    </div>
  </Page>
);

const Quirks: FC<{ readonly view: View }> = ({ view: { world } }) => {
  const quirks = world.quirks.list();
  if (quirks.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="quirks">
      <h2 id="quirks">Quirks of the vendor, in this world</h2>
      <ul class="rows">
        {quirks.map(({ id, description, source, on }) => (
          <li class="row" id={`quirk-${id}`}>
            <span class="row-main">
              <span>
                <strong class="mono">{id}</strong> <Badge tone={on ? "ok" : "calm"}>{on ? "on" : "off"}</Badge>
              </span>
              <span>{description}</span>
              <Source of={source} />
            </span>
            <ActionButton
              api={`${on ? "DELETE" : "PUT"} /admin/quirks/${encodeURIComponent(id)}`}
              done={`Quirk {id} is ${on ? "off" : "on"}.`}
              label={on ? "Switch off" : "Switch on"}
              of={id}
            />
          </li>
        ))}
      </ul>
    </section>
  );
};
