import type { FC } from "hono/jsx";
import { LATENCY_MS_MAX, LATENCY_PROFILES } from "../../faults/latency.ts";
import type { RuntimeConfig } from "../../server/runtime-config.ts";
import { ActionForm, Field } from "../layout/action.tsx";
import { formatCount } from "../render/format.ts";
import type { View } from "../view.ts";
import { latencyText } from "./fault-text.ts";

/** What `PUT /admin/config` changes. */
export const ConfigForm: FC<{ readonly view: View }> = ({ view: { runtime } }) => (
  <section class="card stack" aria-labelledby="config">
    <h2 id="config">In every world</h2>
    <ActionForm api="PUT /admin/config" done="Changed for every world of the twin." class="form-grid">
      <DisturbanceFields config={runtime.config} />
      <StrictnessField config={runtime.config} />
      <RateLimitField config={runtime.config} profiles={Object.keys(runtime.definition.rateLimits?.profiles ?? {})} />
      <WebhookField config={runtime.config} />
      <div class="buttons">
        <button>Change</button>
      </div>
    </ActionForm>
  </section>
);

interface ConfigProps {
  readonly config: RuntimeConfig;
}

const DisturbanceFields: FC<ConfigProps> = ({ config }) => (
  <>
    <Field
      id="field-latency_ms"
      label="Latency"
      hint={`Milliseconds added to every answer, 0 to ${formatCount(LATENCY_MS_MAX)}.`}
      control={(about) => (
        <input
          {...about}
          name="latency_ms"
          type="number"
          data-type="number"
          min={0}
          max={LATENCY_MS_MAX}
          value={config.latency_ms}
        />
      )}
    />
    <Field
      id="field-latency_profile"
      label="Latency profile"
      hint="Drawn anew for each request, and added."
      control={(about) => (
        <select {...about} name="latency_profile" data-type="nullable">
          <option value="">none</option>
          {Object.entries(LATENCY_PROFILES).map(([name, profile]) => (
            <option value={name} selected={name === config.latency_profile}>
              {latencyText(name, profile)}
            </option>
          ))}
        </select>
      )}
    />
    <Field
      id="field-fail_rate"
      label="Failure rate"
      hint="Share of requests answered with the vendor's internal error, 0 to 1."
      control={(about) => (
        <input
          {...about}
          name="fail_rate"
          type="number"
          data-type="number"
          min={0}
          max={1}
          step="any"
          value={config.fail_rate}
        />
      )}
    />
  </>
);

const StrictnessField: FC<ConfigProps> = ({ config }) => (
  <Field
    id="field-strict"
    label="Strictness"
    hint="Lenient ignores unknown parameters and lets unknown credentials in."
    control={(about) => (
      <select {...about} name="strict" data-type="boolean">
        <option value="true" selected={config.strict}>
          strict, as the vendor
        </option>
        <option value="false" selected={!config.strict}>
          lenient
        </option>
      </select>
    )}
  />
);

const RateLimitField: FC<ConfigProps & { readonly profiles: readonly string[] }> = ({ config, profiles }) => (
  <Field
    id="field-rate_limit_profile"
    label="Rate limits"
    hint={profiles.length === 0 ? "This twin has no profile." : "Off unless chosen."}
    control={(about) => (
      <select {...about} name="rate_limit_profile" data-type="nullable">
        <option value="">off</option>
        {profiles.map((name) => (
          <option value={name} selected={name === config.rate_limit_profile}>
            {name}
          </option>
        ))}
      </select>
    )}
  />
);

const WebhookField: FC<ConfigProps> = ({ config }) => (
  <Field
    id="field-webhook_url"
    label="Webhook address"
    hint="Gets every event, beside the endpoints that were registered."
    control={(about) => (
      <input
        {...about}
        name="webhook_url"
        type="url"
        data-type="nullable"
        autocomplete="off"
        value={config.webhook_url ?? ""}
      />
    )}
  />
);
