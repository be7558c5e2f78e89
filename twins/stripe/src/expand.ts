import { invalidRequest } from "./errors.ts";
import type { State, Work } from "./types.ts";

/*
 * Handlers answer with ids. Afterwards every answer goes through `expandAnswer`, which replaces the ids that `expand[]`
 * names. What can be replaced is data: each resource exports an `Expansions`, by object type and dotted field, and
 * `expandable.ts` collects them. So a handler knows nothing of expansion; it takes `expand` by using `params(…)`.
 */

/**
 * Gives the wire format that replaces a field's value; `owner` is the wire object that holds the field, `now` the
 * world's time in milliseconds.
 */
export type Expansion = (
  state: State,
  value: string | null,
  owner: Readonly<Record<string, unknown>>,
  now: number,
) => unknown;

/** Expandable fields by object type: `{ charge: { customer: byId(…), "transfer_data.destination": … } }`. */
export type Expansions = Readonly<Record<string, Readonly<Record<string, Expansion>>>>;

/** Stripe's limit; the `data` of a list counts as a level. https://docs.stripe.com/expand#multiple-levels */
export const EXPAND_LEVELS_MAX = 4;

/** An expansion of a field that holds an id. */
export function byId(load: (state: State, id: string, now: number) => unknown): Expansion {
  return (state, value, _owner, now) => (value === null ? null : load(state, value, now));
}

/** An expansion of a field that is absent unless asked for, such as a charge's `refunds`. */
export function included(load: (state: State, owner: Readonly<Record<string, unknown>>) => unknown): Expansion {
  return (state, _value, owner) => load(state, owner);
}

type Node = Record<string, unknown>;

const LISTS: ReadonlySet<string> = new Set(["list", "search_result"]);

/**
 * A copy of the answer in which the named fields are objects.
 * @throws VendorError where a path is too deep or names what cannot be expanded
 */
export function expandAnswer(
  expansions: Expansions,
  { state, now }: Pick<Work, "state" | "now">,
  answer: object,
  paths: readonly string[],
): object {
  if (paths.length === 0) return answer;
  const root = structuredClone(answer) as Node;
  for (const path of paths) {
    const segments = path.split(".");
    if (segments.length > EXPAND_LEVELS_MAX) throw tooDeep(path);
    expandAt(root, segments, { expansions, state, now, path, root });
  }
  return root;
}

interface Walk {
  readonly expansions: Expansions;
  readonly state: State;
  readonly now: number;
  readonly path: string;
  readonly root: Node;
}

function expandAt(owner: Node, segments: readonly string[], walk: Walk): void {
  if (segments.length === 0) return;
  if (LISTS.has(String(owner["object"]))) return expandItems(owner, segments, walk);
  const fields = walk.expansions[String(owner["object"])] ?? {};
  // The longest name first: `invoice_settings.default_payment_method` is one field.
  for (let length = segments.length; length > 0; length -= 1) {
    const expansion = fields[segments.slice(0, length).join(".")];
    if (expansion !== undefined) return expandField(owner, segments, length, expansion, walk);
  }
  const nested = descend(owner, segments, walk);
  expandAt(nested.node, nested.rest, walk);
}

function expandItems(listNode: Node, [first, ...rest]: readonly string[], walk: Walk): void {
  // The operation itself shows the count of a search where it is asked for.
  if (listNode["object"] === "search_result" && first === "total_count" && rest.length === 0) return;
  if (first !== "data" || rest.length === 0) throw notExpandable(walk);
  for (const item of listNode["data"] as Node[]) expandAt(item, rest, walk);
}

function expandField(owner: Node, segments: readonly string[], length: number, expansion: Expansion, walk: Walk): void {
  let holder = owner;
  for (const name of segments.slice(0, length - 1)) {
    const next = holder[name];
    if (!isNode(next)) return;
    holder = next;
  }
  const name = segments[length - 1] ?? "";
  const value = holder[name];
  if (!isNode(value)) {
    const loaded = expansion(walk.state, typeof value === "string" ? value : null, owner, walk.now);
    // A wire object may share parts with the stored entity, and longer paths write into it.
    holder[name] = structuredClone(loaded) ?? null;
  }
  const rest = segments.slice(length);
  const expanded = holder[name];
  for (const node of Array.isArray(expanded) ? expanded : [expanded]) if (isNode(node)) expandAt(node, rest, walk);
}

/** Steps into an object that is always there, such as the card of a payment method. */
function descend(owner: Node, segments: readonly string[], walk: Walk): { node: Node; rest: readonly string[] } {
  const [first = "", ...rest] = segments;
  const next = owner[first];
  if (!isNode(next) || rest.length === 0 || next["object"] === undefined) throw notExpandable(walk);
  return { node: next, rest };
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tooDeep(path: string): Error {
  const message = `You cannot expand more than ${EXPAND_LEVELS_MAX} levels of a property. Property: ${path}`;
  return invalidRequest({ code: "property_expansion_max_depth", message });
}

function notExpandable({ path, root }: Walk): Error {
  const hint =
    LISTS.has(String(root["object"])) && !path.startsWith("data")
      ? ` You may want to try expanding 'data.${path}' instead.`
      : "";
  return invalidRequest({ message: `This property cannot be expanded (${path}).${hint}` });
}
