import * as v from "valibot";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { limitsMisfits } from "../limits/limits-misfits.ts";
import { LIMITS_STATE_EMPTY, LimitsState } from "../limits/limits-state.ts";
import { type Problem, TwinkitError } from "../twinkit-error.ts";
import { DeliveryState } from "../webhooks/delivery.ts";
import { OUTBOUND_SEND, WEBHOOK_ATTEMPT, WEBHOOK_DISABLE, type World } from "./world.ts";

/** How many of the things that are wrong with a state are named. */
const PROBLEMS_MAX = 10;
const RUNTIME_ACTIONS: readonly string[] = [WEBHOOK_ATTEMPT, WEBHOOK_DISABLE, OUTBOUND_SEND];

const Word = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xff_ff_ff_ff));
export const RandomWords = v.strictTuple([Word, Word, Word, Word]);
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const Milliseconds = v.pipe(v.number(), v.finite());
/** A record, not an object schema: that would move `id` to the front, and what a twin writes would change its order. */
const Entity = v.pipe(
  v.record(v.string(), v.unknown()),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { id } = dataset.value;
    if (typeof id === "string" && id !== "") return;
    const message = "an entity needs an id, a text that is not empty";
    addIssue({
      message,
      path: [{ type: "object", origin: "value", input: dataset.value, key: "id", value: id }],
    });
  }),
  v.transform((entity) => entity as { readonly id: string } & Record<string, unknown>),
);

export const AgendaEntry = v.strictObject({
  dueMs: Milliseconds,
  seq: Count,
  action: v.pipe(v.string(), v.nonEmpty()),
  account: v.string(),
  payload: v.record(v.string(), v.unknown()),
});

export const IdempotentAnswer = v.strictObject({
  fingerprint: v.string(),
  status: Count,
  headers: v.record(v.string(), v.string()),
  body: v.string(),
  expiresMs: Milliseconds,
});

export const ClockPosition = v.variant("mode", [
  v.strictObject({ mode: v.literal("flowing"), offsetMs: Milliseconds }),
  v.strictObject({ mode: v.literal("frozen"), atMs: Milliseconds }),
]);

/** The whole of a world as JSON: `GET /admin/state` and `POST /admin/state` are inverse. */
export const WorldState = v.strictObject({
  format: v.literal("wt-state"),
  version: v.literal(1),
  twin: v.string(),
  clock: ClockPosition,
  random: v.strictObject({ objects: RandomWords, requests: RandomWords }),
  accounts: v.record(v.string(), v.record(v.string(), v.array(Entity))),
  agenda: v.strictObject({ seq: Count, entries: v.array(AgendaEntry) }),
  idempotency: v.array(v.strictTuple([v.string(), IdempotentAnswer])),
  deliveries: DeliveryState,
  limits: v.optional(LimitsState, LIMITS_STATE_EMPTY),
  /** Quirks whose switch is not where the twin has it by default. */
  quirks: v.optional(v.record(v.string(), v.boolean()), {}),
});
export type WorldState = v.InferOutput<typeof WorldState>;

export function exportState<T extends TwinTypes>(definition: TwinDefinition<T>, world: World<T>): WorldState {
  const accounts: WorldState["accounts"] = {};
  for (const [account, state] of world.accounts()) {
    accounts[account] = Object.fromEntries(
      Object.entries(state).map(([name, collection]) => [
        name,
        Array.from(collection.all(), (entity) => ({ ...entity })),
      ]),
    );
  }
  return {
    format: "wt-state",
    version: 1,
    twin: `twin-${definition.name}`,
    clock: world.clock.position,
    random: { objects: [...world.random.objects.state()], requests: [...world.random.requests.state()] },
    accounts,
    agenda: { seq: world.agenda.seq, entries: world.waitingWork() },
    idempotency: world.idempotency.entries(),
    deliveries: world.deliveries.export(),
    limits: world.limits.export(),
    quirks: { ...world.quirks.export() },
  };
}

/**
 * Replaces the world's state, clock and waiting work.
 * @throws TwinkitError `state_invalid` naming the first ten problems with their paths; nothing was applied then.
 */
export function importState<T extends TwinTypes>(
  definition: TwinDefinition<T>,
  world: World<T>,
  state: WorldState,
): void {
  refuseMisfits(definition, state);
  world.clear();
  world.clock.restore(state.clock);
  world.random.objects.restore(state.random.objects);
  world.random.requests.restore(state.random.requests);
  for (const [account, collections] of Object.entries(state.accounts)) {
    const target = world.emptyAccount(account);
    for (const [name, entities] of Object.entries(collections)) {
      for (const entity of entities) target[name]?.insert(entity);
    }
  }
  world.agenda.restore(state.agenda.entries, state.agenda.seq);
  world.idempotency.restore(state.idempotency);
  world.deliveries.restore(state.deliveries);
  world.limits.restore(state.limits);
  world.quirks.restore(state.quirks);
  world.resumeWork();
}

/** Reads an exported state. @throws TwinkitError `state_invalid` naming the first ten problems with their paths */
export function parseState(input: unknown): WorldState {
  if (Array.isArray(input)) throw new TwinkitError("state_invalid", "The state is a list, not a JSON object.");
  const parsed = v.safeParse(WorldState, input);
  if (parsed.success) return parsed.output;
  throw misfit(parsed.issues.map((issue) => ({ path: v.getDotPath(issue), message: issue.message })));
}

/** Names of all that may wait in an agenda: the runtime's own actions and the twin's. */
export function actionNames<T extends TwinTypes>(definition: TwinDefinition<T>): ReadonlySet<string> {
  const names = definition.resources.flatMap((resource) => resource.actions.map(({ name }) => name));
  return new Set([...RUNTIME_ACTIONS, ...names]);
}

/** What the schema alone cannot see: the right twin, known collections and actions, ids used once. */
function refuseMisfits<T extends TwinTypes>(definition: TwinDefinition<T>, state: WorldState): void {
  const problems = [...misfits(definition, state).take(PROBLEMS_MAX)];
  if (problems.length > 0) throw misfit(problems);
}

function* misfits<T extends TwinTypes>(definition: TwinDefinition<T>, state: WorldState): Generator<Problem> {
  const twin = `twin-${definition.name}`;
  if (state.twin !== twin) yield { path: "twin", message: `it was exported by ${state.twin}, not by ${twin}` };
  for (const [account, collections] of Object.entries(state.accounts)) {
    for (const [name, entities] of Object.entries(collections)) {
      const path = `accounts.${account}.${name}`;
      if (Object.hasOwn(definition.state, name)) yield* repeatedIds(path, entities);
      else yield { path, message: `${twin} has no collection ${name}` };
    }
  }
  yield* repeatedIds("deliveries.entries", state.deliveries.entries);
  const actions = actionNames(definition);
  for (const [index, { action }] of state.agenda.entries.entries()) {
    if (!actions.has(action)) {
      yield { path: `agenda.entries.${index}.action`, message: `${twin} has no action ${action}` };
    }
  }
  yield* settingMisfits(definition, state);
}

/** Switches and limits that the twin does not have. */
function* settingMisfits<T extends TwinTypes>(definition: TwinDefinition<T>, state: WorldState): Generator<Problem> {
  yield* limitsMisfits(definition.rateLimits, state.limits);
  for (const id of Object.keys(state.quirks)) {
    if (Object.hasOwn(definition.quirks ?? {}, id)) continue;
    yield { path: `quirks.${id}`, message: `twin-${definition.name} has no quirk ${id}` };
  }
}

function* repeatedIds(path: string, entities: readonly { readonly id: string }[]): Generator<Problem> {
  const ids = new Set<string>();
  for (const [index, { id }] of entities.entries()) {
    if (ids.has(id)) yield { path: `${path}.${index}.id`, message: `the id ${id} occurs twice` };
    ids.add(id);
  }
}

function misfit(problems: readonly Problem[]): TwinkitError {
  const { path, message } = problems[0] ?? { path: null, message: "it is no state" };
  return new TwinkitError("state_invalid", `The state does not fit at ${path ?? "its root"}: ${message}.`, {
    ...(path === null ? {} : { path }),
    problems: problems.slice(0, PROBLEMS_MAX),
  });
}
