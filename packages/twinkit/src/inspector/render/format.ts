const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** `0.8 ms`, `12 ms`, `1.4 s`. */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  return `${(ms / SECOND_MS).toFixed(1)} s`;
}

/** The distance between two instants in words: `in 3 days`, `2 hours ago`, `now`. */
export function formatDistance(fromMs: number, toMs: number): string {
  const distance = Math.abs(toMs - fromMs);
  if (distance < SECOND_MS) return "now";
  const [unit, unitMs] = unitOf(distance);
  const count = Math.round(distance / unitMs);
  const words = `${count.toLocaleString("en")} ${unit}${count === 1 ? "" : "s"}`;
  return toMs > fromMs ? `in ${words}` : `${words} ago`;
}

/** `2026-11-23 12:00:00`, without the fraction; UTC. */
export function formatInstant(instant: number | string): string {
  return new Date(instant)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "");
}

/** `12:00:00.250` UTC. */
export function formatTimeOfDay(instant: string): string {
  return /T(.*?)Z$/.exec(new Date(instant).toISOString())?.[1] ?? instant;
}

export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** `812 B`, `3.4 KiB`, `1.2 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_024 ** 2) return `${(bytes / 1_024).toFixed(1)} KiB`;
  if (bytes < 1_024 ** 3) return `${(bytes / 1_024 ** 2).toFixed(1)} MiB`;
  return `${(bytes / 1_024 ** 3).toFixed(1)} GiB`;
}

/** `1 request`, `2 requests`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`;
}

function unitOf(ms: number): [string, number] {
  if (ms < MINUTE_MS) return ["second", SECOND_MS];
  if (ms < HOUR_MS) return ["minute", MINUTE_MS];
  if (ms < 2 * DAY_MS) return ["hour", HOUR_MS];
  return ["day", DAY_MS];
}
