/**
 * What is wrong with a replay bundle. Switch on these, not on messages.
 *
 * - `empty`: there is no line at all.
 * - `too_large`: longer than a bundle may be.
 * - `line_too_long`: longer than a line may be.
 * - `not_utf8`, `not_json`: the line is not text, or not JSON.
 * - `header_invalid`: the first line is no header of this format and version.
 * - `entry_invalid`: a line between is no exchange.
 * - `out_of_sequence`: exchanges are missing or stand in another order.
 * - `trailer_invalid`: the last line does not have the form of a trailer.
 * - `trailer_missing`: the bundle ends before its trailer.
 * - `after_trailer`: something follows the trailer.
 * - `count_mismatch`: the trailer counts other exchanges than there are.
 * - `gzip_damaged`: the compressed bytes cannot be expanded, or end early.
 */
export type ReplayErrorCode =
  | "empty"
  | "too_large"
  | "line_too_long"
  | "not_utf8"
  | "not_json"
  | "header_invalid"
  | "entry_invalid"
  | "out_of_sequence"
  | "trailer_invalid"
  | "trailer_missing"
  | "after_trailer"
  | "count_mismatch"
  | "gzip_damaged";

/** A bundle that cannot be read. The message names the line and says what is wrong with it. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
  readonly code: ReplayErrorCode;
  /** Counts from 1; where the bundle ends too early, the line that should follow. */
  readonly line: number;
  /** Path of the field at fault, or null. */
  readonly path: string | null;

  constructor(
    code: ReplayErrorCode,
    line: number,
    problem: string,
    options: { readonly path?: string | null; readonly cause?: unknown } = {},
  ) {
    super(`Line ${line} of the bundle: ${problem}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.line = line;
    this.path = options.path ?? null;
  }
}
