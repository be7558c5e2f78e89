/** An HTTP status, or a range with both its ends. */
export type StatusRange = number | readonly [from: number, to: number];

/** What a vendor takes for "received" unless its definition says otherwise. */
export const SUCCESS: readonly StatusRange[] = [[200, 299]];

export function isWithin(status: number, ranges: readonly StatusRange[]): boolean {
  return ranges.some((range) =>
    typeof range === "number" ? status === range : status >= range[0] && status <= range[1],
  );
}
