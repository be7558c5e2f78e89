/**
 * - `definition_invalid`: the twin's definition contradicts itself; the message names the part.
 * - `port_in_use`: the port a listener was asked for is taken.
 * - `admin_unprotected`: the twin would listen beyond loopback without an admin token.
 * - `license_refused`: the licence does not allow this twin to start; the message says what to do.
 * - `twin_closed`: the twin was closed and takes no more work.
 * - `state_invalid`: a state to import does not fit; nothing of it was applied.
 * - `advance_limit`: one advance of the clock ran into its bound of actions.
 * - `rate_limit_profile_unknown`: the twin declares no rate limit profile of that name; the message lists those it has.
 * - `delivery_unknown`: no webhook delivery has that id.
 * - `fault_invalid`: a fault contradicts itself, or names an operation or an error that the twin does not have.
 * - `faults_full`: the world has as many faults as it may.
 * - `worlds_full`: the twin hosts as many worlds as it may.
 * - `world_full`: the work would make a world hold more bytes than it may; it was undone.
 * - `snapshot_unknown`: the world has no snapshot of that name.
 * - `snapshots_full`: the world keeps as many snapshots as it may.
 * - `data_locked`: another process uses the data directory.
 * - `data_damaged`: what a data directory keeps cannot be read; the message names file and place.
 * - `data_newer`: a data directory was written in a newer format.
 * - `data_misfit`: a data directory belongs to another twin, or tells of what this version does not have.
 * - `data_unavailable`: a data directory cannot be read or written.
 * - `run_active`: a run goes on where another was to start, or in another process.
 * - `run_exists`: there is a run of that name.
 * - `run_invalid`: what a run was asked for contradicts itself.
 * - `run_unknown`: no such run, or it has ended already.
 * - `run_damaged`: what is left of a run's capture cannot be read.
 * - `run_storage`: the capture of a run cannot be written.
 * - `replay_mismatch`: a bundle is not a recording of this twin.
 */
export type TwinkitErrorCode =
  | "definition_invalid"
  | "port_in_use"
  | "admin_unprotected"
  | "license_refused"
  | "twin_closed"
  | "state_invalid"
  | "advance_limit"
  | "rate_limit_profile_unknown"
  | "delivery_unknown"
  | "fault_invalid"
  | "faults_full"
  | "worlds_full"
  | "world_full"
  | "snapshot_unknown"
  | "snapshots_full"
  | "data_locked"
  | "data_damaged"
  | "data_newer"
  | "data_misfit"
  | "data_unavailable"
  | "run_active"
  | "run_exists"
  | "run_invalid"
  | "run_unknown"
  | "run_damaged"
  | "run_storage"
  | "replay_mismatch";

/** One thing that is wrong with an input, and where. */
export interface Problem {
  readonly path: string | null;
  readonly message: string;
}

/** The one error class of the kit. Switch on `code`; `path` is the field at fault where there is one. */
export class TwinkitError extends Error {
  readonly code: TwinkitErrorCode;
  readonly path: string | null;
  /** Everything found wrong with an input, at most ten; empty where there is but one thing to say. */
  readonly problems: readonly Problem[];

  constructor(
    code: TwinkitErrorCode,
    message: string,
    options: { path?: string; cause?: unknown; problems?: readonly Problem[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TwinkitError";
    this.code = code;
    this.path = options.path ?? null;
    this.problems = options.problems ?? [];
  }
}
