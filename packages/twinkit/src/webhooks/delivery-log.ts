import type { Delivery, DeliveryState } from "./delivery.ts";
import { FailureStreaks, type StreakImage } from "./failure-streaks.ts";

/** Finished deliveries a world remembers, in number and in characters of bodies; the oldest leave first. */
export const DELIVERIES_KEPT_MAX = 1_000;
export const DELIVERY_CHARS_MAX = 16 * 1024 * 1024;

/** Deliveries as they stood; shares them until one changes. */
export interface DeliveryImage {
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly finished: ReadonlyMap<string, number>;
  readonly count: number;
  readonly chars: number;
  readonly failing: StreakImage;
}

/** The deliveries of one world, oldest first, and the endpoints that fail. Pending deliveries always stay. */
export class DeliveryLog {
  readonly failing = new FailureStreaks();
  #deliveries = new Map<string, Delivery>();
  /** Those that are not pending with their characters, in the order in which they may leave. */
  #finished = new Map<string, number>();
  #count = 0;
  #chars = 0;
  #finishedChars = 0;
  /** An image holds the same maps: they are copied before they change. */
  #shared = false;

  /** How the deliveries stand now, at no cost; changes from here on do not show in it. */
  capture(): DeliveryImage {
    this.#shared = true;
    const failing = this.failing.capture();
    return { deliveries: this.#deliveries, finished: this.#finished, count: this.#count, chars: this.#chars, failing };
  }

  /** Back to how the deliveries stood. */
  adopt(image: DeliveryImage): void {
    this.#deliveries = image.deliveries as Map<string, Delivery>;
    this.#finished = image.finished as Map<string, number>;
    this.#count = image.count;
    this.#chars = image.chars;
    this.#finishedChars = 0;
    for (const chars of this.#finished.values()) this.#finishedChars += chars;
    this.#shared = true;
    this.failing.adopt(image.failing);
  }

  /** Characters of all bodies, those of pending deliveries too. */
  get chars(): number {
    return this.#chars;
  }

  add(delivery: Omit<Delivery, "id">): Delivery {
    this.#own();
    this.#count += 1;
    const placed = { ...delivery, id: `whd_${String(this.#count).padStart(6, "0")}` };
    this.#put(placed);
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
    this.#take(before);
    this.#put(after);
    this.#evict();
    return after;
  }

  list(): Delivery[] {
    return [...this.#deliveries.values()];
  }

  export(): DeliveryState {
    const entries = structuredClone(this.list()) as DeliveryState["entries"];
    return { count: this.#count, entries, failing: this.failing.list() };
  }

  /** Takes over an exported state. Ids go on after the highest there is, whatever the count says. */
  restore({ count, entries, failing }: DeliveryState): void {
    this.#deliveries = new Map();
    this.#finished = new Map();
    this.#chars = 0;
    this.#finishedChars = 0;
    this.#shared = false;
    this.#count = count;
    for (const delivery of entries) {
      this.#put(delivery);
      this.#count = Math.max(this.#count, Number(/^whd_(\d{1,15})$/.exec(delivery.id)?.[1] ?? 0));
    }
    this.failing.restore(failing);
  }

  #own(): void {
    if (!this.#shared) return;
    this.#deliveries = new Map(this.#deliveries);
    this.#finished = new Map(this.#finished);
    this.#shared = false;
  }

  /** An id that is there keeps its place. */
  #put(delivery: Delivery): void {
    const chars = charsOf(delivery);
    this.#deliveries.set(delivery.id, delivery);
    this.#chars += chars;
    if (delivery.status === "pending") return;
    this.#finished.set(delivery.id, chars);
    this.#finishedChars += chars;
  }

  #take(delivery: Delivery): void {
    this.#chars -= charsOf(delivery);
    this.#finishedChars -= this.#finished.get(delivery.id) ?? 0;
    this.#finished.delete(delivery.id);
  }

  #evict(): void {
    for (const id of this.#finished.keys()) {
      if (this.#finished.size <= DELIVERIES_KEPT_MAX && this.#finishedChars <= DELIVERY_CHARS_MAX) return;
      const delivery = this.#deliveries.get(id);
      if (delivery !== undefined) this.#take(delivery);
      this.#deliveries.delete(id);
    }
  }
}

function charsOf({ message, attempts }: Delivery): number {
  let chars = message.body.length;
  for (const { response } of attempts) chars += response?.body.length ?? 0;
  return chars;
}
