import { createHash } from "node:crypto";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { createRandom } from "../random.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { importState, type WorldState } from "../world/world-state.ts";
import type { World } from "../world/world.ts";
import type { RunBeginning } from "./run-beginning.ts";

/** What a world holds at the start: a named snapshot of it, or an exported state. */
export type RunFixtures =
  | { readonly kind: "snapshot"; readonly name: string }
  | { readonly kind: "state"; readonly state: WorldState };

/** Takes a world back to its beginning, which until the run ends is the run's: a reset in between leads there, too. */
export function beginWorld<T extends TwinTypes>(world: World<T>, beginning: RunBeginning): void {
  world.beginning = beginning;
  world.reset();
}

/**
 * As `beginWorld`, and puts the fixtures in place.
 * @throws TwinkitError `snapshot_unknown`, `state_invalid`; the world is as it was then
 */
export function beginWithFixtures<T extends TwinTypes>(
  definition: TwinDefinition<T>,
  world: World<T>,
  beginning: RunBeginning,
  fixtures: RunFixtures,
): void {
  if (fixtures.kind === "snapshot") {
    if (!world.snapshots.has(fixtures.name)) throw unknownSnapshot(fixtures.name);
    beginWorld(world, beginning);
    world.snapshots.restore(fixtures.name);
  } else {
    // The first time it may be refused, and nothing is changed by that; the second time it fits.
    refusingAt("fixtures.state", () => importState(definition, world, fixtures.state));
    beginWorld(world, beginning);
    importState(definition, world, fixtures.state);
  }
  reseed(definition, world, beginning.seed, digestOf(fixtures));
  if (beginning.atMs !== null) world.clock.resume({ mode: "frozen", atMs: beginning.atMs });
}

/** The streams of a run with fixtures are its own: those of the seed alone may have made the ids in the fixtures. */
function reseed<T extends TwinTypes>(
  { name }: TwinDefinition<T>,
  world: World<T>,
  seed: number,
  fixtures: string,
): void {
  const text = `${seed}/${name}/${world.name}/fixtures/${fixtures}`;
  world.random.objects.restore(createRandom(text).state());
  world.random.requests.restore(createRandom(`${text}/requests`).state());
}

function digestOf(fixtures: RunFixtures): string {
  const text = fixtures.kind === "snapshot" ? fixtures.name : JSON.stringify(fixtures.state);
  return createHash("sha256").update(text).digest("hex");
}

function unknownSnapshot(name: string): TwinkitError {
  const message = `No snapshot has the name ${JSON.stringify(name)} in this world; take it before the run.`;
  return new TwinkitError("snapshot_unknown", message, { path: "fixtures.snapshot" });
}

/** Names the paths of a refusal as the caller sees them. */
function refusingAt(place: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof TwinkitError)) throw error;
    const at = (path: string | null): string => (path === null || path === "" ? place : `${place}.${path}`);
    const problems = error.problems.map(({ path, message }) => ({ path: at(path), message }));
    throw new TwinkitError(error.code, error.message, { path: at(error.path), problems, cause: error });
  }
}
