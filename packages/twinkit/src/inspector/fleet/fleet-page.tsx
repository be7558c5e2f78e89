import type { FC } from "hono/jsx";
import type { FleetState } from "../../fleet-control/fleet-state.ts";
import { ActionButton } from "../layout/action.tsx";
import { ClockActions } from "../layout/clock-actions.tsx";
import { Frame } from "../layout/frame.tsx";
import { formatCount, formatInstant, plural } from "../render/format.ts";
import { Badge } from "../render/status.tsx";
import { UI_PATH } from "../view.ts";
import { fleetChange, type TwinFacts, twinFacts } from "./fleet-facts.ts";

/** The twins of a fleet, and what moves all of their clocks at once. */
export const FleetPage: FC<{ readonly fleet: FleetState; readonly host: string }> = ({ fleet, host }) => {
  const twins = fleet.twins.map((twin) => twinFacts(twin, host));
  return (
    <Frame
      title="Fleet"
      heading="Fleet"
      lead={`${plural(twins.length, "twin")} in one process. What is done here is done in every world of every twin.`}
      stream={`${UI_PATH}/changes`}
      change={fleetChange(fleet)}
      bar={
        <a class="brand" href={UI_PATH}>
          <span class="brand-name">WonderTwin</span> <span class="brand-kind">fleet</span>
        </a>
      }
      navigation={<TwinNavigation twins={twins} />}
    >
      <div class="stack">
        <FleetClock fleet={fleet} />
        {twins.length === 0 ? (
          <div class="empty">
            <h2>No twin runs</h2>
            <p>
              Start some with <code>wt up</code>.
            </p>
          </div>
        ) : (
          <section class="stack" aria-labelledby="twins">
            <h2 id="twins">Twins</h2>
            <ul class="rows">
              {twins.map((twin) => (
                <TwinRow twin={twin} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </Frame>
  );
};

const TwinNavigation: FC<{ readonly twins: readonly TwinFacts[] }> = ({ twins }) => (
  <nav class="panels" aria-label="Twins">
    <ul>
      <li>
        <a href={UI_PATH} aria-current="page">
          Fleet
        </a>
      </li>
      {twins.map(({ name, url, requests }) => (
        <li>
          <a href={`${url}${UI_PATH}`}>
            {name}
            <span class="count">
              {formatCount(requests)}
              <span class="visually-hidden"> requests</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const FleetClock: FC<{ readonly fleet: FleetState }> = ({ fleet: { clock } }) => {
  const isFrozen = clock.position.mode === "frozen";
  return (
    <section class="card clock" aria-labelledby="clock">
      <h2 id="clock">All clocks</h2>
      <p class="clock-face mono">
        <time datetime={new Date(clock.nowMs).toISOString()} data-clock={clock.position.mode}>
          {formatInstant(clock.nowMs)}
        </time>
      </p>
      <p class="facts">
        <Badge tone={isFrozen ? "info" : "ok"}>{isFrozen ? "frozen" : "flowing"}</Badge>
        <span>UTC; where the clock of a new world stands</span>
      </p>
      <ClockActions
        mode={clock.position.mode}
        iso={new Date(clock.nowMs).toISOString()}
        moved="The clocks are moved; what was due on the way ran in the order of its time, whichever twin it is of."
      />
      <div class="buttons">
        <ActionButton
          api="POST /admin/reset"
          done="Every world of every twin is as new."
          asks="Reset every world of every twin? State, ledgers, faults, clocks and pending work go back to their beginning."
          yes="Reset everything"
          label="Reset every world"
          tone="danger"
        />
      </div>
    </section>
  );
};

const TwinRow: FC<{ readonly twin: TwinFacts }> = ({ twin }) => (
  <li class="row" id={`twin-${twin.name}`}>
    <span class="row-main">
      <span>
        <a href={`${twin.url}${UI_PATH}`}>
          <strong>{twin.name}</strong>
        </a>{" "}
        <Badge tone={twin.isStopping ? "warn" : "ok"}>{twin.isStopping ? "stopping" : "running"}</Badge>
        {twin.license === "none" ? null : <Badge tone="calm">{`licence ${twin.license}`}</Badge>}
      </span>
      <span class="hint">
        {[
          `version ${twin.version}`,
          plural(twin.worlds, "world"),
          plural(twin.requests, "request"),
          `${formatCount(twin.waiting)} waiting`,
        ].join(" · ")}
      </span>
    </span>
    <code>{twin.url}</code>
  </li>
);
