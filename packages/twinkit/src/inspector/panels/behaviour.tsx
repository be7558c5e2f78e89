import type { FC } from "hono/jsx";
import { ActionButton, ActionForm, Field } from "../layout/action.tsx";
import { LATENCY_PROFILES } from "../../faults/latency.ts";
import { Page } from "../layout/page.tsx";
import { Source } from "../render/source.tsx";
import { Badge } from "../render/status.tsx";
import type { View } from "../view.ts";
import { latencyText } from "./fault-text.ts";
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

const ConfigForm: FC<{ readonly view: View }> = ({ view: { runtime } }) => {
  const { config, definition } = runtime;
  const profiles = Object.keys(definition.rateLimits?.profiles ?? {});
  return (
    <section class="card stack" aria-labelledby="config">
      <h2 id="config">In every world</h2>
      <ActionForm api="PUT /admin/config" done="Changed for every world of the twin." class="form-grid">
        <Field label="Latency" hint="Milliseconds added to every answer, 0 to 60,000.">
          <input name="latency_ms" type="number" data-type="number" min={0} max={60_000} value={config.latency_ms} />
        </Field>
        <Field label="Latency profile" hint="Drawn anew for each request, and added.">
          <select name="latency_profile" data-type="nullable">
            <option value="">none</option>
            {Object.entries(LATENCY_PROFILES).map(([name, profile]) => (
              <option value={name} selected={name === config.latency_profile}>
                {latencyText(name, profile)}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Failure rate" hint="Share of requests answered with the vendor's internal error, 0 to 1.">
          <input
            name="fail_rate"
            type="number"
            data-type="number"
            min={0}
            max={1}
            step="any"
            value={config.fail_rate}
          />
        </Field>
        <Field label="Strictness" hint="Lenient ignores unknown parameters and lets unknown credentials in.">
          <select name="strict" data-type="boolean">
            <option value="true" selected={config.strict}>
              strict, as the vendor
            </option>
            <option value="false" selected={!config.strict}>
              lenient
            </option>
          </select>
        </Field>
        <Field label="Rate limits" hint={profiles.length === 0 ? "This twin has no profile." : "Off unless chosen."}>
          <select name="rate_limit_profile" data-type="nullable">
            <option value="">off</option>
            {profiles.map((name) => (
              <option value={name} selected={name === config.rate_limit_profile}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Webhook address" hint="Gets every event, beside the endpoints that were registered.">
          <input
            name="webhook_url"
            type="url"
            data-type="nullable"
            autocomplete="off"
            value={config.webhook_url ?? ""}
          />
        </Field>
        <div class="buttons">
          <button>Change</button>
        </div>
      </ActionForm>
    </section>
  );
};

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
