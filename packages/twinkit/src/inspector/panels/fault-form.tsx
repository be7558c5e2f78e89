import type { FC } from "hono/jsx";
import { COUNT_MAX } from "../../faults/fault-spec.ts";
import { injectableCodes } from "../../faults/injected-error.ts";
import { LATENCY_MS_MAX, LATENCY_PROFILES } from "../../faults/latency.ts";
import { ActionForm, Field } from "../layout/action.tsx";
import { formatCount } from "../render/format.ts";
import type { View } from "../view.ts";
import { latencyText } from "./fault-text.ts";
import { FILTER_METHODS } from "./ledger-filter.ts";

const BREAKS = [
  ['{"reset":"before"}', "reset before it took effect"],
  ['{"reset":"after"}', "reset after it took effect"],
  ['{"timeout":"before"}', "never answer, before it took effect"],
  ['{"timeout":"after"}', "never answer, after it took effect"],
  ['{"truncate":true}', "cut the body in half"],
] as const;
const WEBHOOKS = [
  ["duplicate", "deliver twice"],
  ["out_of_order", "deliver out of order"],
] as const;

/** Arms a fault: which requests, what happens to them, how often. */
export const FaultForm: FC<{ readonly view: View }> = ({ view }) => (
  <ActionForm api="POST /admin/faults" done="Fault {id} is armed." class="card stack">
    <fieldset class="form-grid">
      <legend>Which requests</legend>
      <MatchFields view={view} />
    </fieldset>
    <fieldset class="form-grid">
      <legend>What happens</legend>
      <EffectFields view={view} />
    </fieldset>
    <fieldset class="form-grid">
      <legend>How often: every time, or one of these</legend>
      <Field label="Count" hint="So many times, then never again.">
        <input name="count" type="number" data-type="number" min={1} max={COUNT_MAX} />
      </Field>
      <Field label="Probability" hint="0 to 1.">
        <input name="rate" type="number" data-type="number" min={0} max={1} step="any" />
      </Field>
      <Field label="Sequence" hint="fail, fail, ok: a step for each request.">
        <input name="sequence" class="mono" data-type="list" autocomplete="off" />
      </Field>
    </fieldset>
    <div class="buttons">
      <button>Arm the fault</button>
    </div>
  </ActionForm>
);

const MatchFields: FC<{ readonly view: View }> = ({ view: { runtime } }) => {
  const operations = runtime.definition.resources.flatMap((resource) => Object.values(resource.operations));
  const patterns = [...new Set(operations.map(({ pattern }) => pattern))].toSorted();
  return (
    <>
      <Field label="Method">
        <select name="match.method">
          <option value="">any</option>
          {FILTER_METHODS.map((method) => (
            <option value={method}>{method}</option>
          ))}
        </select>
      </Field>
      <Field label="Path" hint="A route, or a pattern: * is one segment, ** any number. Empty: every path.">
        <input name="match.path" class="mono" list="routes" autocomplete="off" />
        <datalist id="routes">
          {patterns.map((pattern) => (
            <option value={pattern} />
          ))}
        </datalist>
      </Field>
      {runtime.definition.webhooks === undefined ? null : (
        <Field label="Event" hint="For effects on webhooks only: invoice.* or empty for all.">
          <input name="match.event" class="mono" autocomplete="off" />
        </Field>
      )}
    </>
  );
};

const EffectFields: FC<{ readonly view: View }> = ({ view: { runtime } }) => {
  const codes = injectableCodes(runtime.definition.errors);
  return (
    <>
      <Field label="Error status" hint="The vendor's own error of this status, 400 to 599.">
        <input name="effect.status" type="number" data-type="number" min={400} max={599} placeholder="500" />
      </Field>
      {codes.length === 0 ? null : (
        <Field label="Error code" hint="The vendor's own.">
          <Choice name="effect.code" choices={codes.map((code) => [code, code])} />
        </Field>
      )}
      <Field label="Latency" hint={`Milliseconds, up to ${formatCount(LATENCY_MS_MAX)}.`}>
        <input name="effect.latency_ms" type="number" data-type="number" min={0} max={LATENCY_MS_MAX} />
      </Field>
      <Field label="Latency profile" hint="Drawn anew for each request.">
        <Choice
          name="effect.latency_profile"
          choices={Object.entries(LATENCY_PROFILES).map(([name, profile]) => [name, latencyText(name, profile)])}
        />
      </Field>
      <Field label="Connection">
        <Choice name="effect" type="json" choices={BREAKS} />
      </Field>
      {runtime.definition.webhooks === undefined ? null : (
        <Field label="Webhooks">
          <Choice name="effect.webhook" choices={WEBHOOKS} />
        </Field>
      )}
    </>
  );
};

const Choice: FC<{
  readonly name: string;
  readonly type?: "json";
  readonly choices: readonly (readonly [value: string, label: string])[];
}> = ({ name, type, choices }) => (
  <select name={name} data-type={type}>
    <option value="">as it is</option>
    {choices.map(([value, label]) => (
      <option value={value}>{label}</option>
    ))}
  </select>
);
