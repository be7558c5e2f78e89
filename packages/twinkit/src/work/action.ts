import type { TwinTypes } from "../define/twin-types.ts";
import type { WorldContext } from "../define/context.ts";

/** JSON that waits with a scheduled action; it must survive export and import of the state. */
export type ActionPayload = Readonly<Record<string, unknown>>;

export interface ActionOptions {
  /**
   * What a shutdown does with actions of this kind that are not due yet: `run` finishes them
   * (a transcode in progress), `drop` forgets them (a renewal next month).
   * @default "drop"
   */
  readonly atShutdown?: "run" | "drop";
}

/** A kind of background work: what happens, apart from when. */
export interface Action<T extends TwinTypes, Payload extends ActionPayload> extends Required<ActionOptions> {
  readonly name: string;
  readonly run: (context: WorldContext<T>, payload: Payload) => void;
}

/** An action whose payload type is no longer of interest, as resources list them. */
export type AnyAction<T extends TwinTypes> = Action<T, never>;

/**
 * Declares background work, for example `action("job.finish", finishJob, { atShutdown: "run" })`.
 * `name` is unique in the twin; it stands in exported states.
 */
export function action<T extends TwinTypes, Payload extends ActionPayload>(
  name: string,
  run: (context: WorldContext<T>, payload: Payload) => void,
  options: ActionOptions = {},
): Action<T, Payload> {
  return { name, run, atShutdown: options.atShutdown ?? "drop" };
}
