import { createHttpClient, type HttpClient, LOOPBACK_HOSTS } from "@twinkit-pro/httpclient";
import type { OutboundOutcome, OutboundRequest } from "../define/context.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { WEBHOOK_ATTEMPT, type World } from "../world/world.ts";
import type { Delivery, DeliveryAttempt } from "./delivery.ts";
import type { Webhooks } from "./webhooks.ts";

/** How much of a receiver's answer is kept. */
const RESPONSE_BODY_CHARS_MAX = 4_096;
const RESPONSE_BYTES_MAX = 1024 * 1024;
const OUTBOUND_TIMEOUT_MS = 30_000;

/**
 * Carries messages out of a twin: webhook attempts and the outbound calls of handlers. They stay on loopback unless
 * `allowedHosts` names where else they may go.
 */
export class Courier<T extends TwinTypes> {
  readonly #definition: TwinDefinition<T>;
  readonly #http: HttpClient;
  /** The attempt each endpoint waits for; messages to one endpoint leave in order. */
  readonly #lanes = new Map<string, Promise<void>>();

  constructor(definition: TwinDefinition<T>, allowedHosts?: readonly string[]) {
    this.#definition = definition;
    this.#http = createHttpClient({
      component: `twin-${definition.name}`,
      version: definition.version,
      maxResponseBytes: RESPONSE_BYTES_MAX,
      ...(allowedHosts === undefined ? { loopbackOnly: true } : { allowedHosts: [...LOOPBACK_HOSTS, ...allowedHosts] }),
    });
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  /** Makes one attempt at a pending delivery; schedules the next one or gives up, as the vendor does. */
  attempt(world: World<T>, deliveryId: string, signal: AbortSignal): Promise<void> {
    const lane = `${world.name}\n${world.deliveries.get(deliveryId)?.message.endpoint ?? ""}`;
    const previous = this.#lanes.get(lane) ?? Promise.resolve();
    const attempt = previous.then(() => this.#attemptNow(world, deliveryId, signal));
    const settled = attempt.then(
      () => undefined,
      () => undefined,
    );
    this.#lanes.set(lane, settled);
    void settled.then(() => {
      if (this.#lanes.get(lane) === settled) this.#lanes.delete(lane);
    });
    return attempt;
  }

  /** Makes a handler's outbound call. Never throws: what went wrong is in the outcome. */
  async send(request: OutboundRequest, signal: AbortSignal): Promise<OutboundOutcome> {
    try {
      const response = await this.#http.request({ ...request, signal, timeoutMs: OUTBOUND_TIMEOUT_MS });
      return { status: response.status, body: response.text(), error: null };
    } catch (error) {
      return { status: null, body: "", error: messageOf(error) };
    }
  }

  async #attemptNow(world: World<T>, deliveryId: string, signal: AbortSignal): Promise<void> {
    const { webhooks } = this.#definition;
    const delivery = world.deliveries.get(deliveryId);
    if (webhooks === undefined || delivery === undefined || delivery.status !== "pending") return;
    if (delivery.attempts.length > 0 && !this.#isStillWanted(webhooks, world, delivery)) {
      world.deliveries.update(deliveryId, { status: "failed", next_attempt_at: null });
      return;
    }
    const { epoch } = world;
    const result = await this.#post(webhooks, delivery, world.clock.wallMs, signal);
    // A reset in the meantime has forgotten this delivery; an abort leaves it pending.
    if (world.epoch !== epoch || signal.aborted) return;
    this.#settle(webhooks, world, delivery, result);
  }

  #isStillWanted(webhooks: Webhooks<T>, world: World<T>, { account, message }: Delivery): boolean {
    const { stillWanted } = webhooks;
    const { event, endpoint } = message;
    if (stillWanted === undefined) return true;
    return world.perform(account, world.clock.nowMs, (context) => stillWanted(context, { event, endpoint }));
  }

  async #post(webhooks: Webhooks<T>, delivery: Delivery, wallMs: number, signal: AbortSignal): Promise<PostResult> {
    const { message, attempts } = delivery;
    const signature = webhooks.sign({
      body: message.body,
      secret: message.secret,
      timestamp: Math.floor(wallMs / 1_000),
      attempt: attempts.length + 1,
    });
    const startedMs = performance.now();
    const elapsedMs = (): number => Math.round(performance.now() - startedMs);
    try {
      const response = await this.#http.request({
        method: "POST",
        url: message.url,
        headers: { ...webhooks.headers, ...message.headers, ...signature },
        body: message.body,
        timeoutMs: webhooks.timeoutMs,
        // To a vendor a redirect is a failed delivery.
        maxRedirects: 0,
        signal,
      });
      const accepts = webhooks.accepts ?? ((status) => status >= 200 && status < 300);
      const error = accepts(response.status) ? null : `the receiver answered ${response.status}`;
      const body = response.text().slice(0, RESPONSE_BODY_CHARS_MAX);
      return { status: response.status, error, duration_ms: elapsedMs(), response_body: body };
    } catch (error) {
      return { status: null, error: messageOf(error), duration_ms: elapsedMs(), response_body: "" };
    }
  }

  #settle(webhooks: Webhooks<T>, world: World<T>, delivery: Delivery, result: PostResult): void {
    const nowMs = world.clock.nowMs;
    const attempts = [...delivery.attempts, { at: new Date(nowMs).toISOString(), ...result }];
    const delayMs = result.error === null ? undefined : webhooks.retryDelaysMs[attempts.length - 1];
    const status = result.error === null ? "delivered" : delayMs === undefined ? "failed" : "pending";
    const nextMs = delayMs === undefined ? null : nowMs + delayMs;
    world.deliveries.update(delivery.id, {
      attempts,
      status,
      next_attempt_at: nextMs === null ? null : new Date(nextMs).toISOString(),
    });
    if (nextMs !== null) {
      const payload = { delivery: delivery.id };
      world.agenda.add({ dueMs: nextMs, action: WEBHOOK_ATTEMPT, account: delivery.account, payload });
    }
    const { event, endpoint, body } = delivery.message;
    const { onOutcome } = webhooks;
    if (onOutcome === undefined) return;
    world.perform(delivery.account, nowMs, (context) =>
      onOutcome(context, { event, endpoint, body, status, error: result.error }),
    );
  }
}

type PostResult = Omit<DeliveryAttempt, "at">;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
