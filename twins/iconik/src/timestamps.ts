/** An instant as iconik writes it, `2026-01-31T12:00:00.000000+00:00`: microseconds and a numeric offset. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}000+00:00`;
}

/** Reads ISO 8601; a text without an offset is UTC. Null where it is no date with a time. */
export function instantOf(text: string): number | null {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (parts === null) return null;
  const [, date, time, fraction = "", offset = "Z"] = parts;
  const ms = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(ms) ? null : ms;
}
