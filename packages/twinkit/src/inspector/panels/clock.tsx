import type { FC } from "hono/jsx";
import { ClockActions } from "../layout/clock-actions.tsx";
import { Page } from "../layout/page.tsx";
import { ClockText } from "../layout/world-time.tsx";
import { formatDistance, plural } from "../render/format.ts";
import { Badge } from "../render/status.tsx";
import type { View } from "../view.ts";
import { WaitingWork } from "./waiting-work.tsx";

const MOVED = "The clock stands at {worlds.0.time}; actions run on the way: {worlds.0.actions}.";

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
          <ClockActions mode={clock.position.mode} iso={new Date(clock.nowMs).toISOString()} moved={MOVED} />
        </section>
        <WaitingWork view={view} />
      </div>
    </Page>
  );
};

function offsetText(offsetMs: number): string {
  const distance = formatDistance(0, offsetMs);
  if (distance === "now") return "the machine's time";
  return distance.startsWith("in ")
    ? `${distance.slice(3)} ahead of the machine`
    : distance.replace("ago", "behind the machine");
}
