import * as v from "valibot";
import { codec, type Read, shown } from "./codec.ts";
import { integer, text } from "./scalars.ts";
import { clearable, hash, params } from "./structures.ts";

/** `address[line1]`: an empty field is null. */
export function address() {
  return hash({
    city: v.optional(clearable(text())),
    country: v.optional(clearable(text())),
    line1: v.optional(clearable(text())),
    line2: v.optional(clearable(text())),
    postal_code: v.optional(clearable(text())),
    state: v.optional(clearable(text())),
  });
}

/** `shipping[name]`, `shipping[address][line1]`; name and address are required. */
export function shipping() {
  return hash({ address: address(), name: text(), phone: v.optional(clearable(text())) });
}

export type AddressInput = v.InferOutput<ReturnType<typeof address>>;

/** An address as Stripe shows it: every field, null where it is unknown. */
export interface Address {
  readonly city: string | null;
  readonly country: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
}

export function addressOf(input: AddressInput): Address {
  return {
    city: input.city ?? null,
    country: input.country ?? null,
    line1: input.line1 ?? null,
    line2: input.line2 ?? null,
    postal_code: input.postal_code ?? null,
    state: input.state ?? null,
  };
}

/** Bounds on a number such as `created`, all inclusive or exclusive as named. */
export interface Range {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

/** `created=1700000000`, or `created[gte]=…` and its three companions. In seconds. */
export function rangeQuery(): v.GenericSchema<unknown, Range> {
  return codec((raw): Read<Range> => {
    if (typeof raw === "string") {
      const at = wholeNumber(raw);
      return at === null ? { problem: `integer:Invalid integer: ${raw}` } : { value: { gte: at, lte: at } };
    }
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return { problem: "Invalid object" };
    const range: Record<string, number> = {};
    for (const [bound, value] of Object.entries(raw)) {
      if (!["gt", "gte", "lt", "lte"].includes(bound)) return { problem: `unknown:${bound}` };
      const at = typeof value === "string" ? wholeNumber(value) : null;
      if (at === null) return { problem: `integer:Invalid integer: ${shown(value)}` };
      range[bound] = at;
    }
    return { value: range };
  });
}

function wholeNumber(raw: string): number | null {
  return /^-?\d{1,15}$/.test(raw) ? Number(raw) : null;
}

export function inRange(value: number, { gt, gte, lt, lte }: Range): boolean {
  return (
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte)
  );
}

/** Page sizes of lists. https://docs.stripe.com/api/pagination */
export const PAGE_LIMIT_DEFAULT = 10;
export const PAGE_LIMIT_MAX = 100;

/** The parameters of a list operation: the page's, these, and `expand`. */
export function listParams<const E extends v.ObjectEntries>(entries: E) {
  return params({
    limit: v.optional(integer({ min: 1, max: PAGE_LIMIT_MAX })),
    starting_after: v.optional(text()),
    ending_before: v.optional(text()),
    ...entries,
  });
}

/** What `listParams` gives every list operation. */
export interface PageParams {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}
