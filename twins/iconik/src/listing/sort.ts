import { invalidField } from "../errors.ts";

interface Key {
  readonly field: string;
  readonly direction: 1 | -1;
}

/** Sorts by `date_created,desc;title,asc`. Objects that lack the field come last. @throws VendorError 400 */
export function sortedBy<E extends object>(objects: readonly E[], sort: string): E[] {
  const keys = sort.split(";").map(keyOf);
  return objects.toSorted((a, b) => {
    for (const { field, direction } of keys) {
      const order = compare(valueOf(a, field), valueOf(b, field), direction);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function keyOf(part: string): Key {
  const [field = "", order = "asc", ...more] = part.split(",").map((text) => text.trim());
  const known = /^[a-z_.]+$/i.test(field) && (order === "asc" || order === "desc") && more.length === 0;
  if (!known) throw invalidField("sort", "Not a valid sort order.");
  return { field, direction: order === "asc" ? 1 : -1 };
}

function valueOf(object: object, field: string): unknown {
  return (object as Readonly<Record<string, unknown>>)[field] ?? null;
}

function compare(a: unknown, b: unknown, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  const left = textOf(a);
  const right = textOf(b);
  return left === right ? 0 : direction * (left < right ? -1 : 1);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
