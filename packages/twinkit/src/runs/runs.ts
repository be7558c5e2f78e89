import type { ReplayHeader, RunManifest } from "@twinkit-pro/contracts";
import { PersistError } from "@twinkit-pro/persist";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { Log } from "../server/log.ts";
import type { RuntimeConfig } from "../server/runtime-config.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { World } from "../world/world.ts";
import { beginWithFixtures, beginWorld, type RunFixtures } from "./begin-run.ts";
import { Capture } from "./capture.ts";
import { fileSink, type MemoryBudget, MemorySink, RUN_MEMORY_BYTES_MAX } from "./capture-sink.ts";
import { manifestOf, recoverRun } from "./recover-run.ts";
import type { RunBeginning } from "./run-beginning.ts";
import { newRunId, RunFiles } from "./run-files.ts";
import { ALL_WORLDS, Run } from "./run.ts";
import { settingsOf } from "./run-settings.ts";

/** Ended runs whose captures in memory are kept, room permitting. */
const ENDED_KEPT_MAX = 20;

export interface RunsOptions<T extends TwinTypes> {
  readonly definition: TwinDefinition<T>;
  /** Seed of runs that name none. */
  readonly seed: number;
  /** Where captures lie, one file each; null keeps them in memory. */
  readonly directory: string | null;
  readonly worlds: () => readonly World<T>[];
  readonly config: () => RuntimeConfig;
  readonly wallMs: () => number;
  readonly log: Log;
}

export interface StartRun {
  /** @default a name made of the time */
  readonly runId?: string | undefined;
  /** @default the seed of the twin */
  readonly seed?: number | undefined;
  /** Where the clock stands still, in milliseconds since the epoch. @default the clock starts as after a reset */
  readonly atMs?: number | undefined;
  readonly fixtures?: RunFixtures | undefined;
  /** False captures from the world as it is. */
  readonly reset: boolean;
}

/** The runs of one twin: at most one captures a world at a time. */
export class Runs<T extends TwinTypes> {
  readonly #options: RunsOptions<T>;
  readonly #files: RunFiles | null;
  readonly #budget: MemoryBudget = { used: 0, max: RUN_MEMORY_BYTES_MAX };
  /** By scope. Null while a run is being started. */
  readonly #active = new Map<string, Run<T> | null>();
  #isClosed = false;
  readonly #ending = new Set<Promise<unknown>>();
  /** Oldest first. */
  readonly #ended: Run<T>[] = [];

  constructor(options: RunsOptions<T>) {
    this.#options = options;
    this.#files = options.directory === null ? null : new RunFiles(options.directory);
  }

  /**
   * Starts a run of one world, or of all.
   * @throws TwinkitError `run_active`, `run_exists`, `run_invalid`, `run_storage`, `snapshot_unknown`, `state_invalid`:
   * nothing was changed then
   */
  async start(target: World<T> | typeof ALL_WORLDS, options: StartRun): Promise<RunManifest> {
    const scope = target === ALL_WORLDS ? ALL_WORLDS : target.name;
    refuseContradictions(scope, options);
    this.#refuseSecond(scope);
    this.#active.set(scope, null);
    try {
      const run = await this.#open(target, scope, options);
      this.#active.set(scope, run);
      return run.manifest();
    } catch (error) {
      this.#active.delete(scope);
      throw error;
    }
  }

  /**
   * Ends a run: the one that captures these worlds, or the named one, also where the process that began it is gone.
   * @throws TwinkitError `run_unknown`, `run_active` where another process captures, `run_damaged`
   */
  async finish(scope: string, runId?: string): Promise<RunManifest> {
    const run = this.#current(scope);
    if (run !== null && (runId === undefined || runId === run.id)) return this.#end(run);
    if (runId === undefined) {
      const where = scope === ALL_WORLDS ? "all worlds" : `world ${scope}`;
      throw new TwinkitError("run_unknown", `No run of ${where} goes on; POST /admin/runs/start begins one.`);
    }
    const elsewhere = [...this.#active.values()].find((each) => each?.id === runId);
    if (elsewhere !== undefined && elsewhere !== null) return this.#end(elsewhere);
    return this.#recover(runId);
  }

  /** The run that captures these worlds now. */
  current(scope: string): Run<T> | null {
    return this.#current(scope);
  }

  /** The run that captures these worlds, else the one that did so last. */
  latest(scope: string): Run<T> | null {
    const covers = (run: Run<T>): boolean => run.scope === scope || run.scope === ALL_WORLDS;
    return this.#current(scope) ?? this.#ended.findLast(covers) ?? null;
  }

  /** The named run of this process. */
  find(runId: string): Run<T> | null {
    return [...this.#active.values(), ...this.#ended].find((run) => run?.id === runId) ?? null;
  }

  /** Every run that is known, oldest first, those of earlier processes included. */
  async list(): Promise<RunManifest[]> {
    const here = [...this.#ended, ...this.#active.values()].flatMap((run) => (run === null ? [] : [run.manifest()]));
    const known = new Set(here.map(({ run_id }) => run_id));
    const names = (await this.#files?.list())?.filter((name) => !known.has(name)) ?? [];
    const before = await Promise.all(names.map((name) => this.#described(name)));
    return [...before.filter((each) => each !== null), ...here].toSorted((a, b) =>
      a.started_at < b.started_at ? -1 : a.started_at > b.started_at ? 1 : 0,
    );
  }

  /** Where the capture of an earlier process lies; null for no such run. */
  async pathOf(runId: string): Promise<string | null> {
    const names = (await this.#files?.list()) ?? [];
    return this.#files !== null && names.includes(runId) ? this.#files.capturePath(runId) : null;
  }

  /** A world was made: a run of all worlds is the run of this one, too. */
  worldMade(world: World<T>): void {
    const run = this.#active.get(ALL_WORLDS);
    if (run === undefined || run === null) return;
    if (run.beginning !== null) beginWorld(world, run.beginning);
    run.watch(world);
  }

  /** A world was dropped: its own run ends. */
  worldDropped(world: World<T>): void {
    this.#active.get(ALL_WORLDS)?.unwatch(world);
    const run = this.#active.get(world.name);
    if (run === undefined || run === null) return;
    const ending: Promise<unknown> = this.#end(run).then(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  /** Ends every run, as the twin closes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const run of this.#active.values()) if (run !== null) await this.#end(run);
    await Promise.all(this.#ending);
  }

  #current(scope: string): Run<T> | null {
    return this.#active.get(scope) ?? this.#active.get(ALL_WORLDS) ?? null;
  }

  #refuseSecond(scope: string): void {
    const inTheWay = scope === ALL_WORLDS ? [...this.#active.keys()][0] : this.#blocking(scope);
    if (inTheWay === undefined) return;
    const id = this.#active.get(inTheWay)?.id ?? "that is starting";
    const where = inTheWay === ALL_WORLDS ? "all worlds" : `world ${inTheWay}`;
    throw new TwinkitError("run_active", `Run ${id} of ${where} goes on; finish it first.`);
  }

  #blocking(scope: string): string | undefined {
    return [scope, ALL_WORLDS].find((each) => this.#active.has(each));
  }

  async #open(target: World<T> | typeof ALL_WORLDS, scope: string, options: StartRun): Promise<Run<T>> {
    const { definition, wallMs } = this.#options;
    const worlds = target === ALL_WORLDS ? this.#options.worlds() : [target];
    const runId = options.runId ?? newRunId(wallMs());
    if (this.find(runId) !== null) throw taken(runId);
    const header: ReplayHeader = {
      format: "wt-replay",
      version: 1,
      twin: `twin-${definition.name}`,
      twin_version: definition.version,
      run_id: runId,
      seed: options.seed ?? (options.reset ? this.#options.seed : (worlds[0]?.seed ?? this.#options.seed)),
      started_at: new Date(wallMs()).toISOString(),
      world: scope,
      ...(options.fixtures !== undefined ? { begins: "fixtures" as const } : {}),
      ...(options.reset ? {} : { begins: "used" as const }),
    };
    const { capture, release, discard } = await this.#openCapture(header);
    const beginning = options.reset ? { seed: header.seed, atMs: options.atMs ?? null } : null;
    const run = new Run<T>({
      header,
      scope,
      capture,
      release,
      beginning,
      settings: (world) => settingsOf(this.#options.config(), world),
    });
    try {
      if (this.#isClosed) throw new TwinkitError("twin_closed", "The twin closes; it starts no run.");
      // From here on nothing waits: no request sees a world half begun.
      this.#begin(target === ALL_WORLDS ? this.#options.worlds() : [target], beginning, options.fixtures);
    } catch (error) {
      await discard();
      throw error;
    }
    for (const world of target === ALL_WORLDS ? this.#options.worlds() : [target]) run.watch(world);
    return run;
  }

  #begin(worlds: readonly World<T>[], beginning: RunBeginning | null, fixtures: RunFixtures | undefined): void {
    if (beginning === null) return;
    for (const world of worlds) {
      if (fixtures === undefined) beginWorld(world, beginning);
      else beginWithFixtures(this.#options.definition, world, beginning, fixtures);
    }
  }

  async #openCapture(header: ReplayHeader): Promise<OpenCapture> {
    if (this.#files === null) {
      this.#makeRoom();
      const sink = new MemorySink(this.#budget);
      const nothing = async (): Promise<void> => undefined;
      return { capture: new Capture(header, sink), release: nothing, discard: async () => sink.forget() };
    }
    try {
      const file = await this.#files.create(header.run_id);
      const capture = new Capture(header, fileSink(file.log));
      await file.log.sync();
      return { capture, release: () => file.lock.release(), discard: async () => this.#files?.discard(file) };
    } catch (error) {
      throw storageError(error, header.run_id);
    }
  }

  async #end(run: Run<T>): Promise<RunManifest> {
    // Before the first wait: nobody finishes it twice.
    this.#active.delete(run.scope);
    this.#ended.push(run);
    while (this.#ended.length > ENDED_KEPT_MAX) this.#forget(this.#ended.shift());
    const manifest = await run.end(new Date(this.#options.wallMs()).toISOString());
    await this.#keep(manifest);
    return manifest;
  }

  async #keep(manifest: RunManifest): Promise<void> {
    if (manifest.path === null) return;
    try {
      await this.#files?.writeManifest(manifest);
    } catch (error) {
      const { log, definition } = this.#options;
      log({
        level: "error",
        msg: "manifest not written",
        twin: definition.name,
        run: manifest.run_id,
        error: String(error),
      });
    }
  }

  async #recover(runId: string): Promise<RunManifest> {
    const unknown = new TwinkitError("run_unknown", `No run is named ${JSON.stringify(runId)}.`, { path: "run_id" });
    const known = this.find(runId)?.manifest() ?? (await this.#files?.manifest(runId));
    if (known !== undefined) {
      throw new TwinkitError("run_unknown", `Run ${runId} has ended already.`, { path: "run_id" });
    }
    if (this.#files === null) throw unknown;
    try {
      return await recoverRun(this.#files, runId, new Date(this.#options.wallMs()).toISOString());
    } catch (error) {
      if (error instanceof PersistError && error.code === "not_found") throw unknown;
      if (error instanceof PersistError && error.code === "locked") throw heldElsewhere(runId, error);
      const why = error instanceof Error ? error.message : String(error);
      throw new TwinkitError("run_damaged", `Run ${runId} cannot be finished. ${why}`, {
        path: "run_id",
        cause: error,
      });
    }
  }

  /** What lies on the disk of a run of an earlier process; null where it has gone meanwhile. */
  async #described(runId: string): Promise<RunManifest | null> {
    const files = this.#files;
    if (files === null) return null;
    try {
      const manifest = await files.manifest(runId);
      if (manifest !== undefined) return manifest;
      const status = (await files.isHeld(runId)) ? "elsewhere" : "unfinished";
      const bytes = await files.size(runId);
      return { ...manifestOf(await files.header(runId), runId), status, bytes, path: files.capturePath(runId) };
    } catch {
      return null;
    }
  }

  /** Captures in memory of runs that ended long ago make room for new ones. */
  #makeRoom(): void {
    while (this.#budget.used > this.#budget.max / 2 && this.#ended.length > 0) this.#forget(this.#ended.shift());
  }

  #forget(run: Run<T> | undefined): void {
    if (run?.capture.sink instanceof MemorySink) run.capture.sink.forget();
  }
}

interface OpenCapture {
  readonly capture: Capture;
  readonly release: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

function refuseContradictions(scope: string, { reset, seed, atMs, fixtures }: StartRun): void {
  const needReset = Object.entries({ seed, at: atMs, fixtures }).find(([, value]) => value !== undefined)?.[0];
  if (!reset && needReset !== undefined) {
    throw new TwinkitError("run_invalid", `${needReset} needs reset: they say how the world begins.`, {
      path: needReset,
    });
  }
  if (scope === ALL_WORLDS && fixtures !== undefined) {
    throw new TwinkitError("run_invalid", "fixtures are one world's; name it with WT-World.", { path: "fixtures" });
  }
}

function taken(runId: string): TwinkitError {
  return new TwinkitError("run_exists", `There is a run ${runId} already; choose another run_id.`, { path: "run_id" });
}

function heldElsewhere(runId: string, cause: PersistError): TwinkitError {
  return new TwinkitError("run_active", `Another process captures run ${runId}; finish it there.`, { cause });
}

function storageError(error: unknown, runId: string): TwinkitError {
  if (error instanceof PersistError && (error.code === "already_exists" || error.code === "locked"))
    return taken(runId);
  const why = error instanceof Error ? error.message : String(error);
  return new TwinkitError("run_storage", `The capture of run ${runId} cannot be kept. ${why}`, { cause: error });
}
