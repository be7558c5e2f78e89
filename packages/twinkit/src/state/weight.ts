/** What an object or list costs beside its members. */
const CONTAINER_BYTES = 16;
const SCALAR_BYTES = 8;

/**
 * About how many bytes a stored value takes. An estimate that costs no serialisation: it bounds what a world may hold,
 * and the same value always weighs the same.
 */
export function weigh(value: unknown): number {
  if (typeof value === "string") return SCALAR_BYTES + value.length;
  if (typeof value !== "object" || value === null) return SCALAR_BYTES;
  let bytes = CONTAINER_BYTES;
  if (Array.isArray(value)) for (const member of value) bytes += weigh(member);
  else for (const name in value) bytes += SCALAR_BYTES + weigh((value as Record<string, unknown>)[name]);
  return bytes;
}

/** How much the collections of one world hold together. */
export class Meter {
  bytes = 0;

  replace(before: unknown, after: unknown): void {
    if (before !== undefined) this.bytes -= weigh(before);
    if (after !== undefined) this.bytes += weigh(after);
  }
}
