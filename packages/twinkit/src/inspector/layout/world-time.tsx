import type { FC } from "hono/jsx";
import { formatInstant } from "../render/format.ts";
import { type AnyWorld, pageUrl } from "../view.ts";

/** Where the world's clock stands; the script writes a flowing one on. */
export const WorldTime: FC<{ readonly world: AnyWorld }> = ({ world }) => (
  <p class="world-time">
    <span class="visually-hidden">Time in this world: </span>
    <a href={pageUrl(world.name, "/clock")}>
      <ClockText world={world} />
    </a>{" "}
    <span class="mode">{world.clock.position.mode === "frozen" ? "UTC, frozen" : "UTC"}</span>
  </p>
);

export const ClockText: FC<{ readonly world: AnyWorld }> = ({ world: { clock } }) => (
  <time datetime={new Date(clock.nowMs).toISOString()} data-clock={clock.position.mode}>
    {formatInstant(clock.nowMs)}
  </time>
);
