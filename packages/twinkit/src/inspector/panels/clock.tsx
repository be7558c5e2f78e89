import type { FC } from "hono/jsx";
import { ActionButton, ActionForm, Field } from "../layout/action.tsx";
import { Page } from "../layout/page.tsx";
import { ClockText } from "../layout/world-time.tsx";
import { formatDistance, plural } from "../render/format.ts";
import { Badge } from "../render/status.tsx";
import type { View } from "../view.ts";
import { WaitingWork } from "./waiting-work.tsx";

const STEPS = [
  ["PT1M", "1 minute"],
  ["PT1H", "1 hour"],
  ["P1D", "1 day"],
  ["P30D", "30 days"],
] as const;
const MOVED = "The clock stands at {worlds.0.time}; {worlds.0.actions} actions ran on the way.";

/** Where the clock stands, what moves it, and what waits for it. */
export const ClockPage: FC<{ readonly view: View }> = ({ view }) => {
  const { clock, agenda } = view.world;
  const isFrozen = clock.position.mode === "frozen";
  return (
    <Page
      view={view}
      title="Clock"
      lead="Moving the clock runs everything that falls due on the way, in order, the clock standing at its due time."
    >
      <div class="stack">
        <section class="card clock" aria-label="Time">
          <p class="clock-face mono">
            <ClockText world={view.world} />
          </p>
          <p class="facts">
            <Badge tone={isFrozen ? "info" : "ok"}>{isFrozen ? "frozen" : "flowing"}</Badge>
            <span>UTC</span>
            <span>{offsetText(clock.nowMs - clock.wallMs)}</span>
            <span>{plural(agenda.size, "action")} waiting</span>
          </p>
          <ClockActions isFrozen={isFrozen} iso={new Date(clock.nowMs).toISOString()} />
        </section>
        <WaitingWork view={view} />
      </div>
    </Page>
  );
};

const ClockActions: FC<{ readonly isFrozen: boolean; readonly iso: string }> = ({ isFrozen, iso }) => (
  <>
    <ActionForm api="POST /admin/time/advance" done={MOVED} class="buttons">
      <span class="buttons-label" id="advance-label">
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
      <ActionForm api="POST /admin/time/advance" done={MOVED} class="form-row">
        <Field label="Another duration" hint="ISO 8601 or short: P1DT12H, 90m">
          <input name="duration" class="mono" required autocomplete="off" size={12} />
        </Field>
        <button class="quiet">Advance</button>
      </ActionForm>
      <ActionForm api="POST /admin/time/set" done={MOVED} class="form-row">
        <Field label="An instant" hint="RFC 3339">
          <input name="time" class="mono" required autocomplete="off" size={24} value={iso} />
        </Field>
        <button class="quiet">Set</button>
      </ActionForm>
    </div>
    <div class="buttons">
      {isFrozen ? (
        <ActionButton api="POST /admin/time/unfreeze" done="The clock flows." label="Let it flow" />
      ) : (
        <ActionButton api="POST /admin/time/freeze" done="The clock is frozen." label="Freeze" />
      )}
    </div>
  </>
);

function offsetText(offsetMs: number): string {
  const distance = formatDistance(0, offsetMs);
  if (distance === "now") return "the machine's time";
  return distance.startsWith("in ")
    ? `${distance.slice(3)} ahead of the machine`
    : distance.replace("ago", "behind the machine");
}
