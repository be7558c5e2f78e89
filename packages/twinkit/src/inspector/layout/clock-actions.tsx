import type { FC } from "hono/jsx";
import { ActionButton, ActionForm, Field } from "./action.tsx";

const STEPS = [
  ["PT1M", "1 minute"],
  ["PT1H", "1 hour"],
  ["P1D", "1 day"],
  ["P30D", "30 days"],
] as const;

interface ClockActionsProps {
  readonly mode: "frozen" | "flowing";
  /** Where the clock stands, RFC 3339. */
  readonly iso: string;
  /** What is said when it has moved. */
  readonly moved: string;
}

/** Moves a clock, stops it, lets it go on: of one world, or of all of a fleet. */
export const ClockActions: FC<ClockActionsProps> = ({ mode, iso, moved }) => (
  <>
    <ActionForm api="POST /admin/time/advance" done={moved} class="buttons">
      <span class="buttons-label" aria-hidden="true">
        Advance by
      </span>
      {STEPS.map(([duration, label]) => (
        <button name="duration" value={duration}>
          <span class="visually-hidden">Advance by </span>
          {label}
        </button>
      ))}
    </ActionForm>
    <div class="form-row">
      <ActionForm api="POST /admin/time/advance" done={moved} class="form-row">
        <Field
          id="field-duration"
          label="Another duration"
          hint="ISO 8601 or short: P1DT12H, 90m"
          control={(about) => <input {...about} name="duration" class="mono" required autocomplete="off" size={12} />}
        />
        <button class="quiet">Advance</button>
      </ActionForm>
      <ActionForm api="POST /admin/time/set" done={moved} class="form-row">
        <Field
          id="field-time"
          label="An instant"
          hint="RFC 3339"
          control={(about) => (
            <input {...about} name="time" class="mono" required autocomplete="off" size={24} value={iso} />
          )}
        />
        <button class="quiet">Set</button>
      </ActionForm>
    </div>
    <div class="buttons">
      {mode === "frozen" ? (
        <ActionButton api="POST /admin/time/unfreeze" done="Time goes on." label="Let it flow" />
      ) : (
        <ActionButton api="POST /admin/time/freeze" done="Time stands still." label="Freeze" />
      )}
    </div>
  </>
);
