import type { WebhookMessage } from "./webhooks.ts";

export interface DeliveryAttempt {
  /** The world's clock. RFC 3339. */
  readonly at: string;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly error: string | null;
  readonly duration_ms: number;
  readonly response_body: string;
}

/** A message on its way. `replayed_from` names the delivery that it repeats. */
export interface Delivery {
  readonly id: string;
  readonly account: string;
  readonly message: WebhookMessage;
  readonly status: "pending" | "delivered" | "failed";
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly attempts: readonly DeliveryAttempt[];
  readonly replayed_from: string | null;
}

/** Finished deliveries a world remembers; the oldest leave first. Pending ones always stay. */
const DELIVERIES_KEPT_MAX = 1_000;

/** The deliveries of one world, oldest first. */
export class DeliveryLog {
  #deliveries = new Map<string, Delivery>();
  #count = 0;

  add(delivery: Omit<Delivery, "id">): Delivery {
    this.#count += 1;
    const placed = { ...delivery, id: `whd_${String(this.#count).padStart(6, "0")}` };
    this.#deliveries.set(placed.id, placed);
    this.#evict();
    return placed;
  }

  get(id: string): Delivery | undefined {
    return this.#deliveries.get(id);
  }

  update(id: string, change: Partial<Delivery>): Delivery | undefined {
    const before = this.#deliveries.get(id);
    if (before === undefined) return undefined;
    const after = { ...before, ...change };
    this.#deliveries.set(id, after);
    return after;
  }

  list(): Delivery[] {
    return [...this.#deliveries.values()];
  }

  restore(deliveries: readonly Delivery[], count: number): void {
    this.#deliveries = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
    this.#count = count;
  }

  get count(): number {
    return this.#count;
  }

  #evict(): void {
    if (this.#deliveries.size <= DELIVERIES_KEPT_MAX) return;
    for (const [id, delivery] of this.#deliveries) {
      if (delivery.status === "pending") continue;
      this.#deliveries.delete(id);
      if (this.#deliveries.size <= DELIVERIES_KEPT_MAX) return;
    }
  }
}
