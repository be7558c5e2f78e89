import type { ReplayEntry, ReplayHeader, ReplayReport } from "@twinkit-pro/contracts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { beginWithFixtures } from "../runs/begin-run.ts";
import type { AnyTwinDefinition } from "../server/fleet.ts";
import type { RuntimeConfig } from "../server/runtime-config.ts";
import { createTwin, RUNTIME, type Twin } from "../server/twin.ts";
import { driverOf } from "../server/twin-runtime.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { parseState, type WorldState } from "../world/world-state.ts";
import type { World } from "../world/world.ts";
import { applySettings } from "./apply-settings.ts";
import { compareAnswer } from "./compare-answer.ts";
import type { ReplaySource } from "./expand.ts";
import { type IdForms, idForms } from "./id-forms.ts";
import { offlineClient } from "./offline.ts";
import { readReplay } from "./read-replay.ts";
import { rebuildRequest } from "./replay-request.ts";
import { ReplayTally } from "./replay-tally.ts";
import { ReplayWorld } from "./replay-world.ts";

/** An advance of the clock is bounded; a replay goes on so often. */
const ADVANCES_MAX = 1_000;

export interface ReplayOptions {
  /** Settings at the start. @default those that a run captured, else the default ones */
  readonly config?: Partial<RuntimeConfig>;
  /** What the world held at the start, as `GET /admin/state` exports it, for a bundle that begins with fixtures. */
  readonly fixtures?: unknown;
  /** Replays what is there of a bundle that was cut off. @default false */
  readonly recover?: boolean;
}

/**
 * Sends the requests of a bundle to a twin of its own, in this process, and compares the answers with the recorded ones.
 * Seed and clock are the recorded ones, worlds are kept apart, nothing leaves the process.
 * @throws ReplayError where the bundle cannot be read; TwinkitError `replay_mismatch` where it is another twin's,
 * `state_invalid` where the fixtures do not fit
 */
export async function replayBundle(
  definition: AnyTwinDefinition,
  source: ReplaySource,
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  const reader = await readReplay(source, { recover: options.recover ?? false });
  const { header } = reader;
  refuseOther(definition, header);
  const replay = new Replay(definition as unknown as TwinDefinition<TwinTypes>, header, options);
  try {
    for await (const entry of reader.entries) await replay.exchange(entry);
    return replay.report(reader.trailer()?.dropped ?? 0, reader.missing());
  } finally {
    await replay.close();
  }
}

class Replay {
  readonly #definition: TwinDefinition<TwinTypes>;
  readonly #header: ReplayHeader;
  readonly #fixtures: WorldState | null;
  readonly #twin: Twin;
  readonly #worlds = new Map<string, ReplayWorld>();
  readonly #tally = new ReplayTally();
  readonly #forms: IdForms;

  constructor(definition: TwinDefinition<TwinTypes>, header: ReplayHeader, options: ReplayOptions) {
    this.#definition = definition;
    this.#header = header;
    this.#forms = idForms(definition);
    this.#fixtures = options.fixtures === undefined ? null : parseState(options.fixtures);
    this.#twin = createTwin(definition, {
      seed: header.seed,
      clock: { start: { mode: "frozen", atMs: Date.parse(header.started_at) } },
      config: options.config ?? {},
      outbound: offlineClient(),
    });
  }

  async exchange(entry: ReplayEntry): Promise<void> {
    const world = this.#twin[RUNTIME].worlds.open(entry.world);
    if (world === null) return this.#tally.skipped(entry, "The twin hosts no more worlds.");
    const known = await this.#prepare(world, entry);
    const obstacle = disturbanceOf(entry) ?? known.obstacle(entry);
    if (obstacle !== null) return this.#skip(known, entry, obstacle);
    const { pairs, secrets } = known;
    const { request, reason } = rebuildRequest(entry, { rules: this.#definition.replay ?? {}, pairs, secrets });
    if (request === null) return this.#skip(known, entry, reason);
    const answer = await this.#twin.answer(request);
    // What falls due with the exchange is done before the next one, as it is where a client waits for its answers.
    await this.#twin.settle();
    const { scrubber } = this.#twin[RUNTIME];
    const ignoredHeaders = this.#definition.replay?.ignoredHeaders ?? [];
    this.#tally.compared(entry, compareAnswer(entry, answer, { pairs, secrets, scrubber, ignoredHeaders }));
  }

  report(dropped: number, missing: string | null): ReplayReport {
    const { run_id, twin, twin_version } = this.#header;
    return {
      run_id,
      twin,
      recorded_version: twin_version,
      replayed_version: this.#definition.version,
      ...this.#tally.outcome(),
      warnings: [...this.#warnings(dropped), ...(missing === null ? [] : [missing])],
    };
  }

  async close(): Promise<void> {
    await this.#twin.close({ drainMs: 0 });
  }

  #skip(known: ReplayWorld, entry: ReplayEntry, reason: string): void {
    known.skip(entry);
    this.#tally.skipped(entry, reason);
  }

  /** Brings a world to where the recorded one stood when the request came. */
  async #prepare(world: World<TwinTypes>, entry: ReplayEntry): Promise<ReplayWorld> {
    const atMs = Date.parse(entry.at);
    const known = this.#worlds.get(entry.world) ?? this.#begin(world, atMs);
    if (entry.preceded_by === "reset") {
      this.#beginWorld(world, atMs);
      known.reset();
    }
    if (entry.preceded_by === "state") {
      known.blocked =
        "The world's state was exchanged before it (an import or a restored snapshot), and a bundle does not hold that state.";
    }
    if (entry.settings !== undefined) applySettings(this.#twin[RUNTIME], world, entry.settings);
    await this.#moveClock(world, atMs);
    return known;
  }

  #begin(world: World<TwinTypes>, atMs: number): ReplayWorld {
    const made = new ReplayWorld(this.#forms);
    this.#worlds.set(world.name, made);
    if (this.#fixtures === null) this.#beginWorld(world, atMs);
    else {
      const beginning = { seed: this.#header.seed, atMs: null };
      beginWithFixtures(this.#definition, world, beginning, { kind: "state", state: this.#fixtures });
    }
    return made;
  }

  #beginWorld(world: World<TwinTypes>, atMs: number): void {
    world.beginning = { seed: this.#header.seed, atMs };
    world.reset();
  }

  async #moveClock(world: World<TwinTypes>, atMs: number): Promise<void> {
    const driver = driverOf(this.#twin[RUNTIME], world);
    for (let advances = 1; ; advances += 1) {
      try {
        await driver.advanceTo(atMs);
        return;
      } catch (error) {
        const isBound = error instanceof TwinkitError && error.code === "advance_limit";
        if (!isBound || advances === ADVANCES_MAX) throw error;
      }
    }
  }

  #warnings(dropped: number): string[] {
    const { begins } = this.#header;
    const warnings: string[] = [];
    if (begins === "used") {
      warnings.push("The recorded worlds were not empty at the start; what they held is not in the bundle.");
    }
    if (begins === "fixtures" && this.#fixtures === null) {
      warnings.push("The run began with fixtures, which are not in the bundle; give them to the replay.");
    }
    if (dropped > 0) warnings.push(`${dropped} exchanges took place and are not in the bundle.`);
    return warnings;
  }
}

function refuseOther({ name }: AnyTwinDefinition, { twin }: ReplayHeader): void {
  if (twin === `twin-${name}`) return;
  throw new TwinkitError(
    "replay_mismatch",
    `The bundle is a recording of ${twin}; it cannot be replayed against twin-${name}.`,
  );
}

/** What the user armed took the place of the twin's answer: there is nothing to compare. */
function disturbanceOf({ fault, status }: ReplayEntry): string | null {
  if (fault === undefined || (status !== 0 && status < 400)) return null;
  return `The user had armed ${fault} to happen to it.`;
}
