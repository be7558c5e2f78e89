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

/** Deliveries as they stood; shares them until one changes. */
export interface DeliveryImage {
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly count: number;
}

/** The deliveries of one world, oldest first. */
export class DeliveryLog {
  #deliveries = new Map<string, Delivery>();
  #count = 0;
  /** An image holds the same map: it is copied before it changes. */
  #shared = false;

  /** How the deliveries stand now, at no cost; changes from here on do not show in it. */
  capture(): DeliveryImage {
    this.#shared = true;
    return { deliveries: this.#deliveries, count: this.#count };
  }

  /** Back to how the deliveries stood. */
  adopt(image: DeliveryImage): void {
    this.#deliveries = image.deliveries as Map<string, Delivery>;
    this.#count = image.count;
    this.#shared = true;
  }

  add(delivery: Omit<Delivery, "id">): Delivery {
    this.#own();
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
    this.#own();
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
    this.#shared = false;
  }

  get count(): number {
    return this.#count;
  }

  #own(): void {
    if (!this.#shared) return;
    this.#deliveries = new Map(this.#deliveries);
    this.#shared = false;
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
