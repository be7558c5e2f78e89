import { createHttpClient, type HttpClient, type ResolvedAddress } from "@twinkit-pro/httpclient";
import type { OutboundOutcome, OutboundRequest } from "../define/context.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { Scrubber } from "../world/scrub.ts";
import { WEBHOOK_ATTEMPT, WEBHOOK_DISABLE, type World } from "../world/world.ts";
import { type Delivery, type DeliveryAttempt, endpointAccount } from "./delivery.ts";
import { type DisableReason, disablesNow } from "./disable-rule.ts";
import { Lanes } from "./lanes.ts";
import { describeFailure } from "./refusal.ts";
import { retryDelayMs } from "./retry-schedule.ts";
import { type AttemptResult, sendAttempt } from "./send-attempt.ts";
import type { WebhookContext, Webhooks } from "./webhooks.ts";

const RESPONSE_BYTES_MAX = 1024 * 1024;
const OUTBOUND_TIMEOUT_MS = 30_000;

export interface CourierOptions {
  readonly scrubber: Scrubber;
  /** Told what a hook of the definition threw; the delivery goes on without it. */
  readonly onError: (error: unknown, task: string) => void;
  /** Hosts that may be elsewhere than on this machine. @default none */
  readonly hosts?: readonly string[] | undefined;
  /** Resolves host names. @default the operating system */
  readonly lookup?: ((hostname: string) => Promise<readonly ResolvedAddress[]>) | undefined;
  /** Takes what is sent, in place of the network. @default a client of its own, bound by `hosts` */
  readonly http?: HttpClient | undefined;
}

/**
 * Carries messages out of a twin: webhook attempts and the outbound calls of handlers. They stay on this machine unless
 * the operator names other hosts.
 */
export class Courier<T extends TwinTypes> {
  readonly #definition: TwinDefinition<T>;
  readonly #scrubber: Scrubber;
  readonly #onError: CourierOptions["onError"];
  readonly #http: HttpClient;
  /** One for each endpoint: its messages leave in order. */
  readonly #lanes = new Lanes();

  constructor(definition: TwinDefinition<T>, { scrubber, onError, hosts = [], lookup, http }: CourierOptions) {
    this.#definition = definition;
    this.#scrubber = scrubber;
    this.#onError = onError;
    this.#http =
      http ??
      createHttpClient({
        component: `twin-${definition.name}`,
        version: definition.version,
        maxResponseBytes: RESPONSE_BYTES_MAX,
        loopbackOnly: { except: hosts },
        lookup,
      });
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  /** Makes one attempt at a pending delivery; schedules the next one or gives up, as the vendor does. */
  attempt(world: World<T>, deliveryId: string, signal: AbortSignal): Promise<void> {
    const delivery = world.deliveries.get(deliveryId);
    if (delivery === undefined) return Promise.resolve();
    // After a reset nothing waits for what was on its way before.
    const lane = [world.name, world.epoch, endpointAccount(delivery), delivery.message.endpoint].join("\n");
    return this.#lanes.run(lane, () => this.#attemptNow(world, deliveryId, signal));
  }

  /** Disables an endpoint that has failed without a break since `since`, as the vendor's rule has it. */
  disable(world: World<T>, account: string, { endpoint, since }: { endpoint: string; since: string }): void {
    const { webhooks } = this.#definition;
    if (webhooks === undefined || world.deliveries.failing.get(account, endpoint)?.since !== since) return;
    this.#disable(webhooks, world, account, endpoint, "failing_for_too_long");
  }

  /** Makes a handler's outbound call. Never throws: what went wrong is in the outcome. */
  async send(request: OutboundRequest, signal: AbortSignal): Promise<OutboundOutcome> {
    try {
      const response = await this.#http.request({ ...request, signal, timeoutMs: OUTBOUND_TIMEOUT_MS });
      return { status: response.status, body: response.text(), error: null };
    } catch (error) {
      return { status: null, body: "", error: describeFailure(error).message };
    }
  }

  async #attemptNow(world: World<T>, deliveryId: string, signal: AbortSignal): Promise<void> {
    const { webhooks } = this.#definition;
    const delivery = world.deliveries.get(deliveryId);
    if (webhooks === undefined || delivery === undefined || delivery.status !== "pending") return;
    if (delivery.attempts.length > 0 && !this.#isStillWanted(webhooks, world, delivery)) {
      const failure = "The endpoint was deleted or disabled before the next attempt.";
      world.deliveries.update(deliveryId, { status: "failed", next_attempt_at: null, failure });
      return;
    }
    const { epoch, clock } = world;
    const at = new Date(clock.nowMs).toISOString();
    const stop = AbortSignal.any([signal, world.ended]);
    const result = await sendAttempt(delivery.message, {
      http: this.#http,
      webhooks,
      scrubber: this.#scrubber,
      signal: stop,
      attempt: delivery.attempts.length + 1,
      wallMs: clock.wallMs,
    });
    // A reset in the meantime has forgotten this delivery; an abort leaves it pending.
    if (world.epoch !== epoch || stop.aborted) return;
    this.#settle(webhooks, world, delivery, at, result);
  }

  #settle(webhooks: Webhooks<T>, world: World<T>, delivery: Delivery, at: string, result: AttemptResult): void {
    const { record, refused } = result;
    const nowMs = world.clock.nowMs;
    const attempt = { at, ...record };
    const attempts = [...delivery.attempts, attempt];
    const delayMs = record.error === null || refused ? null : nextDelayMs(webhooks, world, delivery, result);
    const status: Delivery["status"] = record.error === null ? "delivered" : delayMs === null ? "failed" : "pending";
    const nextMs = delayMs === null ? null : nowMs + delayMs;
    world.deliveries.update(delivery.id, {
      attempts,
      status,
      next_attempt_at: nextMs === null ? null : new Date(nextMs).toISOString(),
      failure: status === "failed" ? (refused ? "The twin does not send there." : "The last attempt failed.") : null,
    });
    if (nextMs !== null) {
      const payload = { delivery: delivery.id };
      world.agenda.add({ dueMs: nextMs, action: WEBHOOK_ATTEMPT, account: delivery.account, payload });
    }
    const { event, endpoint, body } = delivery.message;
    const { onOutcome } = webhooks;
    if (onOutcome !== undefined) {
      const repeated = status === "delivered" && wasAccepted(world, delivery);
      const outcome = { event, endpoint, account: delivery.account, body, status, error: record.error, repeated };
      this.#hook("onOutcome", world, endpointAccount(delivery), (context) => onOutcome(context, outcome));
    }
    if (!refused) this.#count(webhooks, world, delivery, attempt);
  }

  /** Counts towards the vendor's rule for disabling endpoints. What the twin itself refused says nothing of the endpoint. */
  #count(webhooks: Webhooks<T>, world: World<T>, delivery: Delivery, last: DeliveryAttempt): void {
    const { failing } = world.deliveries;
    const { endpoint } = delivery.message;
    const account = endpointAccount(delivery);
    if (last.error === null) return failing.end(account, endpoint);
    const streak = failing.add(account, endpoint, last.at);
    const rule = webhooks.disable;
    if (rule === undefined) return;
    const reason = disablesNow(rule, streak, last.response?.status ?? null);
    if (reason !== null) return this.#disable(webhooks, world, account, endpoint, reason);
    if (streak.failures > 1 || rule.afterFailingForMs === undefined) return;
    const dueMs = Date.parse(streak.since) + rule.afterFailingForMs;
    world.agenda.add({ dueMs, action: WEBHOOK_DISABLE, account, payload: { endpoint, since: streak.since } });
  }

  #disable(webhooks: Webhooks<T>, world: World<T>, account: string, endpoint: string, reason: DisableReason): void {
    const rule = webhooks.disable;
    if (rule === undefined) return;
    this.#hook("disable.apply", world, account, (context) => rule.apply(context, endpoint, reason));
    world.deliveries.failing.end(account, endpoint);
  }

  #isStillWanted(webhooks: Webhooks<T>, world: World<T>, delivery: Delivery): boolean {
    const { stillWanted } = webhooks;
    if (stillWanted === undefined) return true;
    const { event, endpoint } = delivery.message;
    const told = { event, endpoint, account: delivery.account };
    const account = endpointAccount(delivery);
    return this.#hook("stillWanted", world, account, (context) => stillWanted(context, told)) ?? true;
  }

  /** A hook that throws must not keep other deliveries, or a moving clock, from going on. */
  #hook<Result>(
    name: string,
    world: World<T>,
    account: string,
    work: (context: WebhookContext<T>) => Result,
  ): Result | undefined {
    try {
      return world.performHook(account, world.clock.nowMs, work);
    } catch (error) {
      this.#onError(error, `webhooks.${name}`);
      return undefined;
    }
  }
}

function nextDelayMs<T extends TwinTypes>(
  { retry }: Webhooks<T>,
  world: World<T>,
  { id, attempts }: Delivery,
  { record }: AttemptResult,
): number | null {
  const status = record.response?.status ?? null;
  return retryDelayMs(retry, { attempts: attempts.length + 1, status, seed: `${world.seed}/${world.name}/${id}` });
}

/** Whether the endpoint accepted the same event before, by another delivery. */
function wasAccepted<T extends TwinTypes>(world: World<T>, { id, message }: Delivery): boolean {
  return world.deliveries
    .list()
    .some(
      (other) =>
        other.id !== id &&
        other.status === "delivered" &&
        other.message.event.id === message.event.id &&
        other.message.endpoint === message.endpoint,
    );
}
