import { FleetHealth } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { ClockFacts, clockFacts, Duration, Instant } from "../admin/time.ts";
import { type FleetRoute, fleetRoute } from "./fleet-route.ts";
import { type FleetState, type FleetWorld, openTwins } from "./fleet-state.ts";
import { moveClocks, setClockModes, type Target } from "./fleet-clock.ts";
import type { WorldClock } from "../world/clock.ts";

const TwinClock = v.strictObject({ twin: v.string(), ...ClockFacts.entries });
const Clocks = v.strictObject({ worlds: v.array(TwinClock) });
const Moved = v.strictObject({
  worlds: v.array(
    v.strictObject({ ...TwinClock.entries, actions: v.pipe(v.number(), v.description("How many ran.")) }),
  ),
});

/** The control plane of a fleet: what is done here is done to every twin. */
export function fleetRoutes(): readonly FleetRoute[] {
  return [
    fleetRoute({
      method: "GET",
      path: "/health",
      name: "getFleetHealth",
      summary: "The twins of the fleet and how each is.",
      response: FleetHealth,
      run: ({ fleet }) => fleetHealth(fleet),
    }),
    fleetRoute({
      method: "POST",
      path: "/reset",
      name: "resetFleet",
      summary: "Takes the worlds of all twins back to their beginning.",
      response: v.strictObject({
        status: v.literal("reset"),
        worlds: v.array(v.strictObject({ twin: v.string(), world: v.string() })),
      }),
      run: ({ worlds, start }) => {
        start?.reset();
        for (const { driver } of worlds) driver.world.reset();
        return {
          status: "reset",
          worlds: worlds.map(({ twin, driver }) => ({ twin: twin.id, world: driver.world.name })),
        };
      },
    }),
    ...timeRoutes(),
  ];
}

function timeRoutes(): FleetRoute[] {
  const refusals = ["advance_limit"] as const;
  return [
    fleetRoute({
      method: "GET",
      path: "/time",
      name: "getFleetTime",
      summary: "Where every clock stands and what waits for it.",
      response: Clocks,
      run: ({ worlds }) => ({ worlds: worlds.map(shown) }),
    }),
    fleetRoute({
      method: "POST",
      path: "/time/advance",
      name: "advanceFleetTime",
      summary: "Moves every clock forward in step: what is due in any twin runs in the order of its time.",
      body: v.strictObject({ duration: Duration }),
      response: Moved,
      refusals,
      run: ({ worlds, start, body }) => move(worlds, start, (nowMs) => nowMs + body.duration),
    }),
    fleetRoute({
      method: "POST",
      path: "/time/set",
      name: "setFleetTime",
      summary: "Sets every clock to one instant; what is due on the way runs as in an advance.",
      body: v.strictObject({ time: Instant }),
      response: Moved,
      refusals,
      run: ({ worlds, start, body }) => move(worlds, start, () => Date.parse(body.time)),
    }),
    ...(["frozen", "flowing"] as const).map((mode) =>
      fleetRoute({
        method: "POST",
        path: mode === "frozen" ? "/time/freeze" : "/time/unfreeze",
        name: mode === "frozen" ? "freezeFleetTime" : "unfreezeFleetTime",
        summary:
          mode === "frozen" ? "Stops every clock where it stands." : "Lets every clock go on from where it stands.",
        response: Clocks,
        run: ({ worlds, start }) => {
          setClockModes(worlds, start, mode);
          return { worlds: worlds.map(shown) };
        },
      }),
    ),
  ];
}

async function move(worlds: readonly FleetWorld[], start: WorldClock | null, target: Target): Promise<unknown> {
  const actions = await moveClocks(worlds, start, target);
  return { worlds: worlds.map((world, at) => ({ ...shown(world), actions: actions[at] ?? 0 })) };
}

function shown({ twin, driver }: FleetWorld): v.InferOutput<typeof TwinClock> {
  return { twin: twin.id, ...clockFacts(driver.world) };
}

/** A twin that was stopped while the others go on is no longer of the fleet. */
function fleetHealth(fleet: FleetState): FleetHealth {
  return {
    status: "ok",
    twins: openTwins(fleet).map(({ twin, url, runtime }) => ({
      status: "ok",
      twin: twin.id,
      version: twin.version,
      url,
      worlds: runtime.worlds.size,
      license: runtime.license(),
    })),
  };
}
