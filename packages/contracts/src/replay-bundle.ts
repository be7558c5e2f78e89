import * as v from "valibot";
import { LedgerEntry } from "./ledger-entry.ts";
import { TwinId, Version } from "./primitives.ts";
import { RecordedMessage } from "./recorded-message.ts";

/** Longest line of a bundle, in bytes of UTF-8, without its line break. */
export const REPLAY_LINE_BYTES_MAX = 4 * 1024 * 1024;
/** Longest bundle, in bytes before compression. */
export const REPLAY_BYTES_MAX = 1024 * 1024 * 1024;

/** Name of a run; usable as a file name everywhere. */
export const RunId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, "must be 1 to 128 letters, digits, '_', '.' or '-'"),
);
export type RunId = v.InferOutput<typeof RunId>;

/** An instant as `Date.prototype.toISOString` writes it: a clock that was moved far has years of six digits. */
const Instant = v.pipe(
  v.string(),
  v.regex(
    /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/,
    "must be an RFC 3339 instant",
  ),
);

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** First line of a replay bundle. */
export const ReplayHeader = v.object({
  format: v.literal("wt-replay"),
  version: v.literal(1),
  twin: TwinId,
  twin_version: Version,
  run_id: RunId,
  seed: v.pipe(v.number(), v.safeInteger()),
  started_at: Instant,
  /** The world whose exchanges these are. @default "*" any */
  world: v.optional(v.string()),
  /**
   * What the worlds held when the first exchange came: nothing but what the vendor's service holds from the start, a
   * state that was imported, or what earlier requests had left.
   * @default "empty"
   */
  begins: v.optional(v.picklist(["empty", "fixtures", "used"])),
});
export type ReplayHeader = v.InferOutput<typeof ReplayHeader>;

/** valibot's `record` overlooks names such as `constructor`; a header may have any. */
const HeaderFields = v.custom<Record<string, string>>(
  (input) =>
    typeof input === "object" &&
    input !== null &&
    !Array.isArray(input) &&
    Object.values(input).every((value) => typeof value === "string"),
  "must be an object of texts",
);

const Message = v.object({ ...RecordedMessage.entries, headers: HeaderFields });

/** How the user had set the twin for an exchange, where that decides answers. */
export const ReplaySettings = v.object({
  /** Whether unknown parameters and credentials were refused. */
  strict: v.boolean(),
  /** The profile of the vendor's rate limits that was on. */
  rate_limit_profile: v.nullable(v.string()),
  /** Whether an extra address got every event. */
  webhook_target: v.boolean(),
  /** Quirks of the world that were not where they are by default. */
  quirks: v.record(v.string(), v.boolean()),
});
export type ReplaySettings = v.InferOutput<typeof ReplaySettings>;

/** Each line between header and trailer: an exchange as the ledger keeps it, numbered by the bundle. */
export const ReplayEntry = v.object({
  ...LedgerEntry.entries,
  at: Instant,
  /** Clients may send any method (RFC 9110 section 9.1), also one that no vendor knows. */
  method: v.pipe(v.string(), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/, "must be an HTTP method")),
  request: Message,
  response: Message,
  /** What became of the world since its exchange before: taken back to its beginning, or its state exchanged. */
  preceded_by: v.optional(v.picklist(["reset", "state"])),
  /** Settings from this exchange of the world on. @default those of its exchange before, at first the defaults */
  settings: v.optional(ReplaySettings),
});
export type ReplayEntry = v.InferOutput<typeof ReplayEntry>;

/** Last line of a replay bundle. */
export const ReplayTrailer = v.object({
  /** Lines between header and trailer. */
  entries: Count,
  /** Exchanges that took place and have no line. */
  dropped: Count,
  finished_at: Instant,
});
export type ReplayTrailer = v.InferOutput<typeof ReplayTrailer>;
