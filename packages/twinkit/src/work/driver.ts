import type { OutboundOutcome, OutboundRequest } from "../define/context.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { Courier } from "../webhooks/courier.ts";
import { OUTBOUND_SEND, WEBHOOK_ATTEMPT, WEBHOOK_DISABLE, type World } from "../world/world.ts";
import type { AnyAction } from "./action.ts";
import type { AgendaEntry } from "./agenda.ts";
import type { TaskGroup } from "./task-group.ts";

/** Most actions one advance of the clock runs before it stops and says so. */
export const ADVANCE_ACTIONS_MAX = 100_000;
/** Longest one advance works, by the machine's clock: receivers of webhooks may be slow. */
export const ADVANCE_WORK_MS_MAX = 60_000;
/** How long an advance works before it lets other requests have a turn. */
const TURN_MS_MAX = 20;
/** Longest wait a Node timer can hold. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export interface DriverOptions<T extends TwinTypes> {
  readonly definition: TwinDefinition<T>;
  readonly courier: Courier<T>;
  readonly tasks: TaskGroup;
  readonly onError: (error: unknown, task: string) => void;
  /** Told the name of each action that ran. */
  readonly onAction: (name: string) => void;
  /** Told that the world may have changed. */
  readonly onChange: () => void;
}

/** Runs what waits in one world when its time has come: by the machine's time, or as the clock is moved. */
export class Driver<T extends TwinTypes> {
  readonly #world: World<T>;
  readonly #options: DriverOptions<T>;
  readonly #actions: ReadonlyMap<string, AnyAction<T>>;
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Outbound calls under way beside the walk over the agenda. */
  readonly #outbound = new Set<Promise<void>>();
  #scheduled = false;
  #stopped = false;

  constructor(world: World<T>, options: DriverOptions<T>) {
    this.#world = world;
    this.#options = options;
    this.#actions = new Map(
      options.definition.resources.flatMap((resource) => resource.actions.map((action) => [action.name, action])),
    );
  }

  get world(): World<T> {
    return this.#world;
  }

  /** Looks at the agenda again: runs what is due now, and sets the timer for what comes next. */
  wake(): void {
    this.#options.onChange();
    if (this.#stopped || this.#scheduled) return;
    const nextDueMs = this.#world.agenda.nextDueMs;
    if (nextDueMs === null) return this.#clearTimer();
    const { clock } = this.#world;
    const waitMs = nextDueMs - clock.nowMs;
    if (waitMs > 0) {
      // A frozen clock reaches nothing by waiting.
      if (clock.position.mode === "flowing") this.#setTimer(waitMs);
      return;
    }
    this.#scheduled = true;
    this.#options.tasks.run("agenda", () =>
      this.#inTurn(async () => {
        this.#scheduled = false;
        await this.#runUntil(() => clock.nowMs, "concurrent");
      }).finally(() => this.wake()),
    );
  }

  /**
   * Moves the clock to `targetMs`; everything that falls due on the way runs in order, the clock standing at its due time.
   * @returns how many actions ran.
   * @throws TwinkitError `advance_limit` where the bound of actions was reached; the clock then stands where it stopped.
   */
  async advanceTo(targetMs: number): Promise<number> {
    return this.#inTurn(async () => {
      await this.outboundSettled();
      const { clock, epoch } = this.#world;
      const ran = await this.#runUntil(() => targetMs, "ordered");
      // A reset in the meantime has put the clock elsewhere.
      if (this.#world.epoch === epoch) clock.set(targetMs);
      return ran;
    }).finally(() => this.wake());
  }

  /** Resolves once no outbound call is under way: what follows from its answer is scheduled by then. */
  async outboundSettled(): Promise<void> {
    while (this.#outbound.size > 0) await Promise.allSettled(this.#outbound);
  }

  /** Freezes the clock where it stands, or lets it go on from there. */
  setMode(mode: "flowing" | "frozen"): void {
    const { clock } = this.#world;
    clock.resume({ mode, atMs: clock.nowMs });
    this.#clearTimer();
    this.wake();
  }

  /** Attempts every pending delivery now, whatever its retry schedule says. Delivered ones are left alone. */
  async flushWebhooks(): Promise<number> {
    return this.#inTurn(async () => {
      await this.outboundSettled();
      const { epoch } = this.#world;
      const pending = this.#world.agenda.takeWhere((entry) => entry.action === WEBHOOK_ATTEMPT);
      for (const entry of pending) {
        if (this.#world.epoch === epoch) await this.#run(entry, this.#world.clock.nowMs);
      }
      return pending.length;
    }).finally(() => this.wake());
  }

  /** Finishes the actions that a shutdown must not lose, then stops for good. */
  async drain(): Promise<number> {
    return this.#inTurn(async () => {
      const wanted = (entry: AgendaEntry): boolean =>
        entry.action.startsWith("@") ? entry.dueMs <= this.#world.clock.nowMs : this.#isRunAtShutdown(entry.action);
      let ran = 0;
      // Finishing a job may emit; its deliveries are due at once and are found in the next round.
      for (;;) {
        const entries = this.#world.agenda.takeWhere(wanted);
        if (entries.length === 0 || ran >= ADVANCE_ACTIONS_MAX) return ran;
        for (const entry of entries) {
          if (entry.dueMs > this.#world.clock.nowMs) this.#world.clock.set(entry.dueMs);
          await this.#run(entry, entry.dueMs);
          ran += 1;
        }
      }
    }).finally(() => this.stop());
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimer();
  }

  #isRunAtShutdown(name: string): boolean {
    return this.#actions.get(name)?.atShutdown === "run";
  }

  /** One walk over the agenda at a time: an advance must not interleave with the timer's. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #runUntil(targetMs: () => number, mode: "ordered" | "concurrent"): Promise<number> {
    const { agenda, clock, epoch } = this.#world;
    const startedMs = performance.now();
    let turnMs = startedMs;
    for (let ran = 0; ; ran += 1) {
      if (this.#options.tasks.signal.aborted || this.#world.epoch !== epoch) return ran;
      const dueMs = agenda.nextDueMs;
      if (dueMs === null || dueMs > targetMs()) return ran;
      const workedMs = performance.now() - startedMs;
      if (ran === ADVANCE_ACTIONS_MAX || workedMs > ADVANCE_WORK_MS_MAX) this.#refuseToGoOn(ran, workedMs);
      if (performance.now() - turnMs > TURN_MS_MAX) {
        await new Promise((resolve) => setImmediate(resolve));
        turnMs = performance.now();
      }
      const entry = agenda.takeDue(targetMs());
      if (entry === null) return ran;
      if (mode === "ordered" && entry.dueMs > clock.nowMs) clock.set(entry.dueMs);
      const outbound = entry.action.startsWith("@");
      // A slow receiver holds up its own messages only; an advance instead waits, so that the order is the clock's.
      if (outbound && mode === "concurrent") {
        this.#options.tasks.run(entry.action, () => this.#runOutbound(entry));
      } else await this.#run(entry, entry.dueMs);
    }
  }

  #runOutbound(entry: AgendaEntry): Promise<void> {
    const done = this.#run(entry, entry.dueMs).finally(() => {
      this.#outbound.delete(done);
      this.wake();
    });
    this.#outbound.add(done);
    return done;
  }

  #refuseToGoOn(ran: number, workedMs: number): never {
    const at = new Date(this.#world.clock.nowMs).toISOString();
    throw new TwinkitError(
      "advance_limit",
      `The clock stopped at ${at} after ${ran} actions and ${Math.round(workedMs / 1_000)} s of work; one advance runs ` +
        `${ADVANCE_ACTIONS_MAX} actions and works ${ADVANCE_WORK_MS_MAX / 1_000} s at most. Advance again to go on.`,
    );
  }

  async #run(entry: AgendaEntry, nowMs: number): Promise<void> {
    if (entry.action === WEBHOOK_ATTEMPT) {
      return this.#options.courier.attempt(this.#world, String(entry.payload["delivery"]), this.#options.tasks.signal);
    }
    if (entry.action === WEBHOOK_DISABLE) {
      const { endpoint, since } = entry.payload as { endpoint: string; since: string };
      return this.#options.courier.disable(this.#world, entry.account, { endpoint, since });
    }
    if (entry.action === OUTBOUND_SEND) return this.#send(entry);
    this.#perform(entry.action, entry.account, nowMs, entry.payload);
  }

  async #send(entry: AgendaEntry): Promise<void> {
    const { epoch } = this.#world;
    const { request, action } = entry.payload as { request: OutboundRequest; action: string };
    this.#world.underWay.add(entry);
    const outcome: OutboundOutcome = await this.#options.courier.send(request, this.#options.tasks.signal);
    this.#world.underWay.delete(entry);
    if (this.#world.epoch === epoch) this.#perform(action, entry.account, this.#world.clock.nowMs, outcome);
  }

  #perform(name: string, account: string, nowMs: number, payload: Readonly<Record<string, unknown>>): void {
    const action = this.#actions.get(name);
    if (action === undefined) return this.#options.onError(new Error(`no action is named ${name}`), name);
    try {
      this.#world.perform(account, nowMs, (context) => action.run(context, payload as never));
      this.#options.onAction(name);
    } catch (error) {
      this.#options.onError(error, name);
    }
  }

  #setTimer(waitMs: number): void {
    this.#clearTimer();
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.wake();
      },
      Math.min(waitMs, TIMER_MS_MAX),
    );
    this.#timer.unref();
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
