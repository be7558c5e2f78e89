/**
 * Orders route patterns so that the most specific comes first: `/v1/customers/search` before `/v1/customers/:customer`.
 * Segment by segment, fixed text beats a parameter, and a parameter beats a wildcard.
 */
export function bySpecificity(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = rank(left[at]) - rank(right[at]);
    if (order !== 0) return order;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(segment: string | undefined): number {
  if (segment === undefined) return 3;
  if (segment.includes("*")) return 2;
  return segment.startsWith(":") ? 1 : 0;
}
