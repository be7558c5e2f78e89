import type { LedgerEntry, ReplayHeader, ReplaySettings, RunManifest } from "@twinkit-pro/contracts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { World } from "../world/world.ts";
import type { SecretLabel } from "../world/scrub.ts";
import type { Capture } from "./capture.ts";
import type { RunBeginning } from "./run-beginning.ts";
import { secretLabels } from "./secret-labels.ts";
import { settingsWatch } from "./run-settings.ts";

/** Scope of a run that captures every world of its twin, those included that are made while it goes on. */
export const ALL_WORLDS = "*";

export interface RunOptions<T extends TwinTypes> {
  readonly header: ReplayHeader;
  /** Name of the world, or `ALL_WORLDS`. */
  readonly scope: string;
  readonly capture: Capture;
  /** How the user has set the twin for a world. */
  readonly settings: (world: World<T>) => ReplaySettings;
  /** Lets go of the capture's file. */
  readonly release: () => Promise<void>;
  /** How a world begins; null where the run takes worlds as they are. */
  readonly beginning: RunBeginning | null;
}

/** A run: what is captured from its start to its end. */
export class Run<T extends TwinTypes> {
  readonly #options: RunOptions<T>;
  readonly #watched = new Set<World<T>>();
  readonly #labels = new Map<string, SecretLabel>();
  #ended: { readonly at: string; readonly sha256: string | null } | null = null;

  constructor(options: RunOptions<T>) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.header.run_id;
  }

  get scope(): string {
    return this.#options.scope;
  }

  get header(): ReplayHeader {
    return this.#options.header;
  }

  get capture(): Capture {
    return this.#options.capture;
  }

  get beginning(): RunBeginning | null {
    return this.#options.beginning;
  }

  /** From now on every exchange of the world is captured. */
  watch(world: World<T>): void {
    const { capture, settings } = this.#options;
    // A world of that name was there before and was dropped: this one begins anew.
    let precededBy: "reset" | "state" | null = this.#labels.has(world.name) ? "reset" : null;
    let { epoch } = world;
    this.#watched.add(world);
    const changed = settingsWatch(() => settings(world));
    const add = (entry: LedgerEntry): void => {
      if (world.epoch !== epoch) precededBy = world.replacedBy;
      epoch = world.epoch;
      const settingsNow = changed();
      capture.add({
        ...entry,
        ...(precededBy === null ? {} : { preceded_by: precededBy }),
        ...(settingsNow === null ? {} : { settings: settingsNow }),
      });
      precededBy = null;
    };
    world.capture = { add, label: this.#labelsOf(world.name) };
  }

  /** A world that was dropped and made again has the secrets of before. */
  #labelsOf(name: string): SecretLabel {
    let labels = this.#labels.get(name);
    if (labels === undefined) this.#labels.set(name, (labels = secretLabels()));
    return labels;
  }

  /** The world is gone. */
  unwatch(world: World<T>): void {
    world.capture = null;
    world.beginning = null;
    this.#watched.delete(world);
  }

  async end(finishedAt: string): Promise<RunManifest> {
    for (const world of this.#watched) this.unwatch(world);
    this.#labels.clear();
    const { capture, release } = this.#options;
    const sha256 = await capture.finish(finishedAt);
    this.#ended = { at: finishedAt, sha256 };
    await release();
    return this.manifest();
  }

  manifest(): RunManifest {
    const { header, scope, capture } = this.#options;
    return {
      run_id: header.run_id,
      twin: header.twin,
      twin_version: header.twin_version,
      world: scope,
      seed: header.seed,
      status: capture.hasFailed ? "failed" : this.#ended === null ? "running" : "finished",
      started_at: header.started_at,
      finished_at: this.#ended?.at ?? null,
      entries: capture.entries,
      dropped: capture.dropped,
      bytes: capture.sink.size,
      sha256: this.#ended?.sha256 ?? null,
      path: capture.sink.path,
      recovered: false,
      problem: capture.problem,
    };
  }
}
