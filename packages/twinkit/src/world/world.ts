import type { OutboundRequest, WorldContext } from "../define/context.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { disturbDelivery } from "../faults/disturb-delivery.ts";
import { FaultPlan } from "../faults/fault-plan.ts";
import { createIds, type Ids } from "../ids.ts";
import { RateLimiter } from "../limits/rate-limiter.ts";
import { QuirkSwitches } from "../quirks/quirk-switches.ts";
import { createRandom, type Random } from "../random.ts";
import type { RunBeginning } from "../runs/run-beginning.ts";
import type { WorldCapture } from "../runs/world-capture.ts";
import { type AnyState, createState } from "../state/state.ts";
import { UndoLog } from "../state/undo-log.ts";
import { Meter } from "../state/weight.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { WebhookMessage } from "../webhooks/delivery.ts";
import { DeliveryLog } from "../webhooks/delivery-log.ts";
import { lostAttempts } from "../webhooks/lost-attempts.ts";
import type { WebhookContext } from "../webhooks/webhooks.ts";
import { Agenda, type AgendaEntry } from "../work/agenda.ts";
import { type ClockOptions, WorldClock } from "./clock.ts";
import { IdempotencyStore } from "./idempotency-store.ts";
import { Ledger } from "./ledger.ts";
import type { Moment } from "./moment.ts";
import { Snapshots } from "./snapshots.ts";

/** Runtime actions beside the twin's own; their names cannot collide with a twin's. */
export const WEBHOOK_ATTEMPT = "@webhook.attempt";
export const WEBHOOK_DISABLE = "@webhook.disable";
export const OUTBOUND_SEND = "@outbound.send";

export interface WorldOptions {
  readonly name: string;
  /** Seed of the twin; each world draws from streams of its own. */
  readonly seed: number;
  readonly clock: ClockOptions;
  /** Most the collections may hold, estimated in bytes. */
  readonly bytesMax: number;
  readonly webhookTarget: () => string | null;
  /** Called when the agenda may have got something due earlier than before. */
  readonly onAgendaChange: () => void;
}

/** One isolated copy of the vendor's service: state, clock, agenda, ledger, idempotency, deliveries. */
export class World<T extends TwinTypes> {
  readonly name: string;
  readonly clock: WorldClock;
  readonly agenda = new Agenda();
  readonly ledger = new Ledger();
  readonly #definition: TwinDefinition<T>;
  readonly #options: WorldOptions;
  readonly #undo = new UndoLog();
  readonly #meter = new Meter();
  #accounts = new Map<string, AnyState>();
  idempotency = new IdempotencyStore();
  deliveries = new DeliveryLog();
  readonly snapshots: Snapshots;
  readonly limits: RateLimiter<T>;
  readonly quirks: QuirkSwitches;
  readonly faults: FaultPlan;
  /** The seed it was last reset with. */
  seed: number;
  /** Outbound calls that have left and whose answers are not in yet: a state that is kept now has them still to do. */
  readonly underWay = new Set<AgendaEntry>();
  /** Takes each exchange while a run captures the world. */
  capture: WorldCapture | null = null;
  /** Where a reset leads while a run goes on; null: to how the world was made. */
  beginning: RunBeginning | null = null;
  /** What last replaced the whole state. */
  replacedBy: "reset" | "state" = "reset";
  /** Counts resets, imports and restores: work that began before one must not write after it. */
  epoch = 0;
  #end = new AbortController();
  #random: Random;
  #requestRandom: Random;
  #ids: Ids;
  #requestIds: Ids;

  constructor(definition: TwinDefinition<T>, options: WorldOptions) {
    this.#definition = definition;
    this.#options = options;
    this.name = options.name;
    this.clock = new WorldClock(options.clock);
    this.limits = new RateLimiter(definition.rateLimits, this.clock);
    this.quirks = new QuirkSwitches(definition.quirks);
    this.seed = options.seed;
    this.faults = new FaultPlan(() => `${this.#streamName()}/faults`);
    const streams = this.#streams();
    this.#random = streams.objects;
    this.#requestRandom = streams.requests;
    this.#ids = createIds(this.#random);
    this.#requestIds = createIds(this.#requestRandom);
    this.snapshots = new Snapshots({
      capture: () => this.#capture(),
      adopt: (moment) => this.#adopt(moment),
      states: () => this.#accounts.values(),
    });
  }

  /** Objects in all collections of all accounts. */
  get objects(): number {
    let objects = 0;
    for (const state of this.#accounts.values()) {
      for (const name in state) objects += state[name]?.size ?? 0;
    }
    return objects;
  }

  /** What the world keeps, estimated in bytes: its objects, and the messages it has to deliver. */
  get bytes(): number {
    return this.#meter.bytes + this.deliveries.chars;
  }

  nextRequestId(): string {
    return this.#definition.requestId(this.#requestIds);
  }

  /**
   * Runs one operation or action: all of its writes, schedules and messages take effect, or none.
   * `nowMs` is the instant the work sees.
   * @throws TwinkitError `world_full` where the work would make the world hold more than it may
   */
  perform<Result>(account: string, nowMs: number, work: (context: WorldContext<T>) => Result): Result {
    const entries: Omit<AgendaEntry, "seq">[] = [];
    const messages: WebhookMessage[] = [];
    const state = this.account(account, nowMs);
    const result = this.#undo.run(() => {
      const before = this.bytes;
      const done = work(this.#context(account, state, nowMs, entries, messages));
      const after = messages.reduce((bytes, { body }) => bytes + body.length, this.bytes);
      if (after > this.#options.bytesMax && after > before) this.#refuseGrowth();
      return done;
    });
    for (const entry of entries) this.agenda.add(entry);
    for (const message of messages) this.#send(account, message, nowMs);
    if (entries.length > 0 || messages.length > 0) this.#options.onAgendaChange();
    return result;
  }

  /** As `perform`, for hooks of webhooks: they see the world's other accounts, too. */
  performHook<Result>(account: string, nowMs: number, work: (context: WebhookContext<T>) => Result): Result {
    return this.perform(account, nowMs, (context) => work(this.#hookContext(context, account)));
  }

  /** State of an account inside the world, made and seeded on first use. */
  account(name: string, nowMs = this.clock.nowMs): AnyState {
    const known = this.#accounts.get(name);
    if (known !== undefined) return known;
    const made = createState(this.#definition.state, this.#ids, this.#undo, this.#meter);
    this.#accounts.set(name, made);
    const { seed } = this.#definition;
    if (seed !== undefined) this.perform(name, nowMs, seed);
    return made;
  }

  accounts(): [string, AnyState][] {
    return [...this.#accounts];
  }

  /** Back to how the world began, with its own or another seed: same clock, nothing stored, nothing waiting. */
  reset(seed = this.beginning?.seed ?? this.#options.seed): void {
    this.clear();
    this.replacedBy = "reset";
    this.clock.reset();
    const atMs = this.beginning?.atMs ?? null;
    if (atMs !== null) this.clock.resume({ mode: "frozen", atMs });
    this.seed = seed;
    const streams = this.#streams();
    this.#random.restore(streams.objects.state());
    this.#requestRandom.restore(streams.requests.state());
    this.ledger.clear();
    this.limits.reset();
    this.quirks.reset();
    this.faults.reset();
  }

  /** Aborted when the state that outbound work belongs to is replaced. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** Forgets state and waiting work; keeps clock, randomness and ledger. */
  clear(): void {
    this.#beginEpoch();
    this.replacedBy = "state";
    // A new map: snapshots may hold the old one.
    this.#accounts = new Map();
    this.#meter.bytes = 0;
    this.agenda.restore([], 0);
    this.idempotency = new IdempotencyStore();
    this.deliveries = new DeliveryLog();
    this.#options.onAgendaChange();
  }

  /** Takes over an account's collections without seeding; the caller fills them. */
  emptyAccount(name: string): AnyState {
    const made = createState(this.#definition.state, this.#ids, this.#undo, this.#meter);
    this.#accounts.set(name, made);
    return made;
  }

  get random(): { readonly objects: Random; readonly requests: Random } {
    return { objects: this.#random, requests: this.#requestRandom };
  }

  /** Lets the work of a state that was brought back go on; attempts that were under way when it was taken happen again. */
  resumeWork(): void {
    const lost = lostAttempts(this.deliveries.list(), () => this.agenda.entries(), WEBHOOK_ATTEMPT);
    for (const entry of lost) this.agenda.add(entry);
    this.#options.onAgendaChange();
  }

  /** What waits for its time, earliest first, with the calls that are under way. */
  waitingWork(): AgendaEntry[] {
    return [...this.underWay, ...this.agenda.entries()];
  }

  /** Repeats a delivery as a new one, due at once. */
  replay(account: string, message: WebhookMessage, replayedFrom: string): string {
    const { nowMs } = this.clock;
    const id = this.#deliver(account, message, { nowMs, dueMs: nowMs, replayedFrom });
    this.#options.onAgendaChange();
    return id;
  }

  /** Streams of their own: how often a client retries must not change object ids, and no two worlds make the same ids. */
  #streams(): { readonly objects: Random; readonly requests: Random } {
    const text = this.#streamName();
    return { objects: createRandom(text), requests: createRandom(`${text}/requests`) };
  }

  #streamName(): string {
    return `${this.seed}/${this.#definition.name}/${this.name}`;
  }

  #capture(): Moment {
    return {
      accounts: new Map(this.#accounts),
      seed: this.seed,
      clock: { mode: this.clock.position.mode, atMs: this.clock.nowMs },
      random: { objects: this.#random.state(), requests: this.#requestRandom.state() },
      agenda: this.agenda.capture(),
      underWay: [...this.underWay],
      idempotency: this.idempotency.capture(),
      deliveries: this.deliveries.capture(),
      limits: this.limits.export(),
      quirks: this.quirks.export(),
      objects: this.objects,
      bytes: this.#meter.bytes,
    };
  }

  #beginEpoch(): void {
    this.epoch += 1;
    this.underWay.clear();
    this.#end.abort(new Error("the world was reset"));
    this.#end = new AbortController();
    this.faults.overtaken.clear();
  }

  #adopt(moment: Moment): void {
    this.#beginEpoch();
    this.replacedBy = "state";
    this.#accounts = new Map(moment.accounts);
    this.seed = moment.seed;
    this.clock.resume(moment.clock);
    this.#random.restore(moment.random.objects);
    this.#requestRandom.restore(moment.random.requests);
    this.agenda.adopt(moment.agenda);
    this.idempotency.adopt(moment.idempotency);
    this.deliveries.adopt(moment.deliveries);
    this.limits.restore(moment.limits);
    this.quirks.restore(moment.quirks);
    this.#meter.bytes = moment.bytes;
    for (const entry of moment.underWay) this.agenda.add(entry);
    this.resumeWork();
  }

  #refuseGrowth(): never {
    throw new TwinkitError(
      "world_full",
      `World ${this.name} holds about ${this.bytes} bytes and may hold ${this.#options.bytesMax}; ` +
        "delete objects, reset the world, or start the twin with more (worldBytesMax).",
    );
  }

  #send(account: string, message: WebhookMessage, nowMs: number): void {
    if (this.faults.strikesDeliveries) {
      disturbDelivery(this.faults, account, message, {
        post: (delayMs) => this.#deliver(account, message, { nowMs, dueMs: nowMs + delayMs }),
        waits: (id) => Date.parse(this.deliveries.get(id)?.next_attempt_at ?? "") > nowMs,
        hurry: (id) => this.#hurry(id, nowMs),
      });
    } else this.#deliver(account, message, { nowMs, dueMs: nowMs });
  }

  /** Makes a delivery due now that waits for later. */
  #hurry(deliveryId: string, nowMs: number): void {
    const isItsAttempt = ({ action, payload }: AgendaEntry): boolean =>
      action === WEBHOOK_ATTEMPT && payload["delivery"] === deliveryId;
    for (const { seq: _, ...entry } of this.agenda.takeWhere(isItsAttempt)) {
      this.agenda.add({ ...entry, dueMs: nowMs });
      this.deliveries.update(deliveryId, { next_attempt_at: new Date(nowMs).toISOString() });
    }
  }

  #deliver(
    account: string,
    message: WebhookMessage,
    { nowMs, dueMs, replayedFrom = null }: { nowMs: number; dueMs: number; replayedFrom?: string | null },
  ): string {
    const at = new Date(nowMs).toISOString();
    const delivery = this.deliveries.add({
      account,
      message,
      status: "pending",
      created_at: at,
      next_attempt_at: new Date(dueMs).toISOString(),
      attempts: [],
      failure: null,
      replayed_from: replayedFrom,
    });
    this.agenda.add({ dueMs, action: WEBHOOK_ATTEMPT, account, payload: { delivery: delivery.id } });
    return delivery.id;
  }

  #hookContext(context: WorldContext<T>, accountName: string): WebhookContext<T> {
    const stateOf = (name: string): T["state"] | null => (this.#accounts.get(name) ?? null) as T["state"] | null;
    return { ...context, accountName, stateOf };
  }

  #context(
    account: string,
    state: AnyState,
    now: number,
    entries: Omit<AgendaEntry, "seq">[],
    messages: WebhookMessage[],
  ): WorldContext<T> {
    const { webhooks } = this.#definition;
    const later = (dueMs: number, action: string, payload: Readonly<Record<string, unknown>>): void => {
      entries.push({ dueMs: Math.max(now, dueMs), action, account, payload });
    };
    const context: WorldContext<T> = {
      state: state as unknown as T["state"],
      now,
      ids: this.#ids,
      quirks: this.quirks,
      schedule: {
        after: (delayMs, action, payload) => later(now + delayMs, action.name, payload),
        at: (atMs, action, payload) => later(atMs, action.name, payload),
      },
      http: {
        send: (request: OutboundRequest, then) => later(now, OUTBOUND_SEND, { request, action: then.name }),
      },
      emit: (event) => {
        if (webhooks === undefined) throw new Error(`twin ${this.#definition.name} emits but declares no webhooks`);
        const hookContext = this.#hookContext(context, account);
        messages.push(...webhooks.messages(event, hookContext, this.#options.webhookTarget()));
      },
    };
    return context;
  }
}
