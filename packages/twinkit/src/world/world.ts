import type { OutboundRequest, WorldContext } from "../define/context.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { createIds, type Ids } from "../ids.ts";
import { createRandom, type Random } from "../random.ts";
import { type AnyState, createState } from "../state/state.ts";
import { UndoLog } from "../state/undo-log.ts";
import type { WebhookMessage } from "../webhooks/webhooks.ts";
import { DeliveryLog } from "../webhooks/delivery.ts";
import { Agenda, type AgendaEntry } from "../work/agenda.ts";
import { type ClockOptions, WorldClock } from "./clock.ts";
import { IdempotencyStore } from "./idempotency-store.ts";
import { Ledger } from "./ledger.ts";

/** Runtime actions beside the twin's own; their names cannot collide with a twin's. */
export const WEBHOOK_ATTEMPT = "@webhook.attempt";
export const OUTBOUND_SEND = "@outbound.send";

export interface WorldOptions {
  readonly name: string;
  readonly seed: string;
  readonly clock: ClockOptions;
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
  readonly #accounts = new Map<string, AnyState>();
  idempotency = new IdempotencyStore();
  deliveries = new DeliveryLog();
  /** Counts resets and imports: work that began before one must not write after it. */
  epoch = 0;
  #random: Random;
  #requestRandom: Random;
  #ids: Ids;
  #requestIds: Ids;

  constructor(definition: TwinDefinition<T>, options: WorldOptions) {
    this.#definition = definition;
    this.#options = options;
    this.name = options.name;
    this.clock = new WorldClock(options.clock);
    this.#random = createRandom(options.seed);
    // Request ids draw from a stream of their own: how often a client retries must not change object ids.
    this.#requestRandom = createRandom(`${options.seed}/requests`);
    this.#ids = createIds(this.#random);
    this.#requestIds = createIds(this.#requestRandom);
  }

  nextRequestId(): string {
    return this.#definition.requestId(this.#requestIds);
  }

  /**
   * Runs one operation or action: all of its writes, schedules and messages take effect, or none.
   * `nowMs` is the instant the work sees.
   */
  perform<Result>(account: string, nowMs: number, work: (context: WorldContext<T>) => Result): Result {
    const entries: Omit<AgendaEntry, "seq">[] = [];
    const messages: WebhookMessage[] = [];
    const state = this.account(account);
    const result = this.#undo.run(() => work(this.#context(account, state, nowMs, entries, messages)));
    for (const entry of entries) this.agenda.add(entry);
    for (const message of messages) this.#deliver(account, message, nowMs);
    if (entries.length > 0 || messages.length > 0) this.#options.onAgendaChange();
    return result;
  }

  /** State of an account inside the world, made and seeded on first use. */
  account(name: string): AnyState {
    const known = this.#accounts.get(name);
    if (known !== undefined) return known;
    const made = createState(this.#definition.state, this.#ids, this.#undo);
    this.#accounts.set(name, made);
    const { seed } = this.#definition;
    if (seed !== undefined) this.perform(name, this.clock.nowMs, seed);
    return made;
  }

  accounts(): [string, AnyState][] {
    return [...this.#accounts];
  }

  /** Back to how the world began: same seed, same clock, nothing stored, nothing waiting. */
  reset(): void {
    this.clear();
    this.clock.reset();
    this.#random.restore(createRandom(this.#options.seed).state());
    this.#requestRandom.restore(createRandom(`${this.#options.seed}/requests`).state());
    this.ledger.clear();
  }

  /** Forgets state and waiting work; keeps clock, randomness and ledger. */
  clear(): void {
    this.epoch += 1;
    this.#accounts.clear();
    this.agenda.restore([], 0);
    this.idempotency = new IdempotencyStore();
    this.deliveries = new DeliveryLog();
    this.#options.onAgendaChange();
  }

  /** Takes over an account's collections without seeding; the caller fills them. */
  emptyAccount(name: string): AnyState {
    const made = createState(this.#definition.state, this.#ids, this.#undo);
    this.#accounts.set(name, made);
    return made;
  }

  get random(): { readonly objects: Random; readonly requests: Random } {
    return { objects: this.#random, requests: this.#requestRandom };
  }

  /** Repeats a delivery as a new one, due at once. */
  replay(account: string, message: WebhookMessage, replayedFrom: string): string {
    const id = this.#deliver(account, message, this.clock.nowMs, replayedFrom);
    this.#options.onAgendaChange();
    return id;
  }

  #deliver(account: string, message: WebhookMessage, nowMs: number, replayedFrom: string | null = null): string {
    const at = new Date(nowMs).toISOString();
    const delivery = this.deliveries.add({
      account,
      message,
      status: "pending",
      created_at: at,
      next_attempt_at: at,
      attempts: [],
      replayed_from: replayedFrom,
    });
    this.agenda.add({ dueMs: nowMs, action: WEBHOOK_ATTEMPT, account, payload: { delivery: delivery.id } });
    return delivery.id;
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
      schedule: {
        after: (delayMs, action, payload) => later(now + delayMs, action.name, payload),
        at: (atMs, action, payload) => later(atMs, action.name, payload),
      },
      http: {
        send: (request: OutboundRequest, then) => later(now, OUTBOUND_SEND, { request, action: then.name }),
      },
      emit: (event) => {
        if (webhooks === undefined) throw new Error(`twin ${this.#definition.name} emits but declares no webhooks`);
        messages.push(...webhooks.messages(event, context, this.#options.webhookTarget()));
      },
    };
    return context;
  }
}
