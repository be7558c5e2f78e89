import { PersistError } from "@twinkit-pro/persist";
import { TwinkitError } from "../twinkit-error.ts";

/** Where a file stops making sense. */
export interface Damage {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  /** Where the line begins, in bytes. */
  readonly offset: number;
  readonly reason: string;
}

export function damaged({ path, line, offset, reason }: Damage): TwinkitError {
  const remedy = path.endsWith(".journal")
    ? `or cut the file off there (truncate -s ${offset}) to go on without what came after`
    : "or move the files of the same number away to lose that world alone";
  return new TwinkitError(
    "data_damaged",
    `${path} is damaged in line ${line}, at byte ${offset}: ${reason}. Restore the directory from a backup, ${remedy}.`,
    { path },
  );
}

export function missing(path: string, reason: string): TwinkitError {
  return new TwinkitError(
    "data_damaged",
    `${path} is missing: ${reason}. Restore the directory from a backup, or move the files of the same number away to lose that world alone.`,
    { path },
  );
}

/** Turns what the disk refused at the start into the kit's error. */
export function unavailable(error: unknown): unknown {
  if (!(error instanceof PersistError)) return error;
  const code = error.code === "locked" ? "data_locked" : "data_unavailable";
  return new TwinkitError(code, `The data directory cannot be used. ${error.message}`, {
    path: error.path,
    cause: error,
  });
}
