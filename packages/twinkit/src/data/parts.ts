import type { TwinTypes } from "../define/twin-types.ts";
import type { Delivery } from "../webhooks/delivery.ts";
import type { AgendaEntry } from "../work/agenda.ts";
import type { IdempotentAnswer } from "../world/idempotency-store.ts";
import type { Moment } from "../world/moment.ts";
import type { World } from "../world/world.ts";
import type { Change, Facts } from "./change.ts";

/** Everything of a world beside its collections, as it stood once. */
export interface Parts {
  /** Each fact as JSON. */
  readonly facts: ReadonlyMap<string, string>;
  readonly agenda: readonly AgendaEntry[];
  readonly idempotency: ReadonlyMap<string, IdempotentAnswer>;
  readonly deliveries: ReadonlyMap<string, Delivery>;
}

type AllFacts = { readonly [Name in keyof Required<Facts>]: unknown };

export function factsOfWorld<T extends TwinTypes>(world: World<T>): Parts["facts"] {
  const facts: AllFacts = {
    seed: world.seed,
    clock: world.clock.position,
    random: { objects: world.random.objects.state(), requests: world.random.requests.state() },
    agenda_seq: world.agenda.seq,
    delivery_count: world.deliveries.capture().count,
    under_way: [...world.underWay],
    failing: world.deliveries.failing.list(),
    limits: world.limits.export(),
    quirks: world.quirks.export(),
  };
  return texts(facts);
}

/** The clock is left out: a snapshot's is told with its taking. */
export function factsOfMoment(moment: Moment): Parts["facts"] {
  const facts: Omit<AllFacts, "clock"> = {
    seed: moment.seed,
    random: moment.random,
    agenda_seq: moment.agenda.seq,
    delivery_count: moment.deliveries.count,
    under_way: moment.underWay,
    failing: [...moment.deliveries.failing.values()],
    limits: moment.limits,
    quirks: moment.quirks,
  };
  return texts(facts);
}

function texts(facts: object): Parts["facts"] {
  return new Map(Object.entries(facts).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** What leads from one to the other. */
export function* partsDifference(from: Parts, to: Parts): Generator<Change> {
  const facts: Record<string, unknown> = {};
  let differs = false;
  for (const [name, text] of to.facts) {
    if (from.facts.get(name) === text) continue;
    facts[name] = JSON.parse(text) as unknown;
    differs = true;
  }
  if (differs) yield { op: "facts", facts };
  yield* agendaDifference(from.agenda, to.agenda);
  yield* mapDifference("idempotency", from.idempotency, to.idempotency, (key, answer) => [key, answer]);
  yield* mapDifference("deliveries", from.deliveries, to.deliveries, (_, delivery) => delivery);
}

/** Both are heaps, of which each entry that comes or goes moves but a few: most are where they were. */
function* agendaDifference(from: readonly AgendaEntry[], to: readonly AgendaEntry[]): Generator<Change> {
  if (from === to) return;
  const gone = new Set<AgendaEntry>();
  const come = new Set<AgendaEntry>();
  for (let at = 0; at < from.length || at < to.length; at += 1) {
    const [before, after] = [from[at], to[at]];
    if (before === after) continue;
    if (before !== undefined) gone.add(before);
    if (after !== undefined) come.add(after);
  }
  const added = [...come.difference(gone)];
  const dropped = Array.from(gone.difference(come), ({ seq }) => seq);
  if (dropped.length > 0) yield { op: "drop agenda", list: dropped };
  if (added.length > 0) yield { op: "put agenda", list: added };
}

function* mapDifference<Value>(
  part: "idempotency" | "deliveries",
  from: ReadonlyMap<string, Value>,
  to: ReadonlyMap<string, Value>,
  member: (key: string, value: Value) => unknown,
): Generator<Change> {
  if (from === to) return;
  // Where putting and dropping would end in another order, everything is told again.
  const base = keepsOrder(from, to) ? from : new Map<string, Value>();
  const dropped = [...from.keys()].filter((key) => base !== from || !to.has(key));
  const put: unknown[] = [];
  for (const [key, value] of to) if (base.get(key) !== value) put.push(member(key, value));
  if (dropped.length > 0) yield { op: `drop ${part}`, list: dropped };
  if (put.length > 0) yield { op: `put ${part}`, list: put };
}

/** Whether the keys of `to` are those kept of `from` in their order, and then new ones. */
function keepsOrder(from: ReadonlyMap<string, unknown>, to: ReadonlyMap<string, unknown>): boolean {
  const keys = to.keys();
  for (const key of from.keys()) if (to.has(key) && keys.next().value !== key) return false;
  return true;
}
