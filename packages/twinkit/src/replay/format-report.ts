import type { ReplayDifference, ReplayReport, ReplayResult } from "@twinkit-pro/contracts";

export interface FormatOptions {
  /** Colours of a terminal (ECMA-48). @default false */
  readonly color?: boolean;
}

const CODES = { red: 31, green: 32, cyan: 36, bold: 1 } as const;
type Paint = (text: string, code: keyof typeof CODES) => string;

/**
 * A report for people: each exchange that differs as a unified diff, a hunk for each place, `-` what was recorded and
 * `+` what came; then those that could not be replayed, and the counts.
 */
export function formatReplayReport(report: ReplayReport, { color = false }: FormatOptions = {}): string {
  const paint: Paint = (text, code) => (color ? `\u001b[${CODES[code]}m${text}\u001b[0m` : text);
  const different = report.results.filter(({ outcome }) => outcome === "different");
  const skipped = report.results.filter(({ outcome }) => outcome === "not_replayable");
  const blocks = [
    ...different.map((result) => formatDifferent(result, paint)),
    ...(skipped.length === 0 ? [] : [skipped.map(formatSkipped).join("\n")]),
    ...(report.more_results === 0 ? [] : [`… and ${report.more_results} more exchanges.`]),
    ...report.warnings.map((warning) => `Note: ${warning}`),
    summary(report),
  ];
  return blocks.join("\n\n");
}

function formatDifferent(result: ReplayResult, paint: Paint): string {
  const { seq, method, path, operation, world, differences, more_differences: more } = result;
  const title = `#${seq} ${method} ${path}${operation === null ? "" : ` (${operation})`} in world ${world}`;
  return [
    paint(title, "bold"),
    paint("--- recorded", "red"),
    paint("+++ replayed", "green"),
    ...differences.flatMap((difference) => formatDifference(difference, paint)),
    ...(more === 0 ? [] : [`… and ${more} more differences`]),
  ].join("\n");
}

function formatDifference({ path, expected, actual }: ReplayDifference, paint: Paint): string[] {
  return [
    paint(`@@ ${path} @@`, "cyan"),
    ...(expected === null ? [] : [paint(`-${expected}`, "red")]),
    ...(actual === null ? [] : [paint(`+${actual}`, "green")]),
  ];
}

function formatSkipped({ seq, method, path, reason }: ReplayResult): string {
  return `#${seq} ${method} ${path}: not replayable: ${reason ?? ""}`;
}

function summary({ run_id, twin, recorded_version, replayed_version, exchanges, verdict }: ReplayReport): string {
  const versions =
    recorded_version === replayed_version ? recorded_version : `${recorded_version} against ${replayed_version}`;
  const { equal, different, not_replayable } = exchanges;
  const counts = `${equal} equal, ${different} different, ${not_replayable} not replayable`;
  return `${verdict.toUpperCase()}: run ${run_id} of ${twin} ${versions}: ${counts}.`;
}
