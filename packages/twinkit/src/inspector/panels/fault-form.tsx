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
      <input type="hidden" name="effect" data-type="json" value="{}" />
      <EffectFields view={view} />
    </fieldset>
    <fieldset class="form-grid">
      <legend>How often: every time, or one of these</legend>
      <Field
        id="field-count"
        label="Count"
        hint="So many times, then never again."
        control={(about) => <input {...about} name="count" type="number" data-type="number" min={1} max={COUNT_MAX} />}
      />
      <Field
        id="field-rate"
        label="Probability"
        hint="0 to 1."
        control={(about) => (
          <input {...about} name="rate" type="number" data-type="number" min={0} max={1} step="any" />
        )}
      />
      <Field
        id="field-sequence"
        label="Sequence"
        hint="fail, fail, ok: a step for each request."
        control={(about) => <input {...about} name="sequence" class="mono" data-type="list" autocomplete="off" />}
      />
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
      <Field
        id="field-match-method"
        label="Method"
        control={(about) => (
          <select {...about} name="match.method">
            <option value="">any</option>
            {FILTER_METHODS.map((method) => (
              <option value={method}>{method}</option>
            ))}
          </select>
        )}
      />
      <Field
        id="field-match-path"
        label="Path"
        hint="A route, or a pattern: * is one segment, ** any number. Empty: every path."
        control={(about) => (
          <>
            <input {...about} name="match.path" class="mono" list="routes" autocomplete="off" />
            <datalist id="routes">
              {patterns.map((pattern) => (
                <option value={pattern} />
              ))}
            </datalist>
          </>
        )}
      />
      {runtime.definition.webhooks === undefined ? null : (
        <Field
          id="field-match-event"
          label="Event"
          hint="For effects on webhooks only: invoice.* or empty for all."
          control={(about) => <input {...about} name="match.event" class="mono" autocomplete="off" />}
        />
      )}
    </>
  );
};

const EffectFields: FC<{ readonly view: View }> = ({ view: { runtime } }) => {
  const codes = injectableCodes(runtime.definition.errors);
  return (
    <>
      <Field
        id="field-effect-status"
        label="Error status"
        hint="The vendor's own error of this status, 400 to 599."
        control={(about) => (
          <input
            {...about}
            name="effect.status"
            type="number"
            data-type="number"
            min={400}
            max={599}
            placeholder="500"
          />
        )}
      />
      {codes.length === 0 ? null : (
        <Field
          id="field-effect-code"
          label="Error code"
          hint="The vendor's own."
          control={(about) => <Choice {...about} name="effect.code" choices={codes.map((code) => [code, code])} />}
        />
      )}
      <Field
        id="field-effect-latency_ms"
        label="Latency"
        hint={`Milliseconds, up to ${formatCount(LATENCY_MS_MAX)}.`}
        control={(about) => (
          <input {...about} name="effect.latency_ms" type="number" data-type="number" min={0} max={LATENCY_MS_MAX} />
        )}
      />
      <Field
        id="field-effect-latency_profile"
        label="Latency profile"
        hint="Drawn anew for each request."
        control={(about) => (
          <Choice
            {...about}
            name="effect.latency_profile"
            choices={Object.entries(LATENCY_PROFILES).map(([name, profile]) => [name, latencyText(name, profile)])}
          />
        )}
      />
      <Field
        id="field-effect"
        label="Connection"
        control={(about) => <Choice {...about} name="effect" type="json" choices={BREAKS} />}
      />
      {runtime.definition.webhooks === undefined ? null : (
        <Field
          id="field-effect-webhook"
          label="Webhooks"
          control={(about) => <Choice {...about} name="effect.webhook" choices={WEBHOOKS} />}
        />
      )}
    </>
  );
};

const Choice: FC<{
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly name: string;
  readonly type?: "json";
  readonly choices: readonly (readonly [value: string, label: string])[];
}> = ({ type, choices, ...attributes }) => (
  <select {...attributes} data-type={type}>
    <option value="">as it is</option>
    {choices.map(([value, label]) => (
      <option value={value}>{label}</option>
    ))}
  </select>
);
