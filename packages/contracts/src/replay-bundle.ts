import * as v from "valibot";
import { LedgerEntry } from "./ledger-entry.ts";
import { Timestamp, TwinId, Version } from "./primitives.ts";

/** First line of a replay bundle. */
export const ReplayHeader = v.object({
  format: v.literal("wt-replay"),
  version: v.literal(1),
  twin: TwinId,
  twin_version: Version,
  run_id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
  seed: v.pipe(v.number(), v.safeInteger()),
  started_at: Timestamp,
});
export type ReplayHeader = v.InferOutput<typeof ReplayHeader>;

/** Each line between header and trailer: an exchange as the ledger keeps it. */
export const ReplayEntry = LedgerEntry;
export type ReplayEntry = LedgerEntry;

/** Last line of a replay bundle. */
export const ReplayTrailer = v.object({
  entries: v.pipe(v.number(), v.integer(), v.minValue(0)),
  dropped: v.pipe(v.number(), v.integer(), v.minValue(0)),
  finished_at: Timestamp,
});
export type ReplayTrailer = v.InferOutput<typeof ReplayTrailer>;
