import type { BufferedEvent } from "./emitted-event.ts";

/** First in, first out, bounded: what does not fit is counted and gone. */
export class EventBuffer {
  readonly #eventsMax: number;
  #events: BufferedEvent[] = [];
  #unreportedDrops = 0;
  #drops = 0;

  constructor(eventsMax: number) {
    this.#eventsMax = eventsMax;
  }

  get size(): number {
    return this.#events.length;
  }

  /** All events ever refused. */
  get drops(): number {
    return this.#drops;
  }

  /** Refused events that no batch has told of. */
  get unreportedDrops(): number {
    return this.#unreportedDrops;
  }

  add(event: BufferedEvent): void {
    if (this.#events.length < this.#eventsMax) this.#events.push(event);
    else this.drop(1);
  }

  /** Counts events that were never let in. */
  drop(count: number): void {
    this.#drops += count;
    this.#unreportedDrops += count;
  }

  take(count: number): BufferedEvent[] {
    const taken = this.#events.slice(0, count);
    this.#events = this.#events.slice(count);
    return taken;
  }

  takeUnreportedDrops(): number {
    const drops = this.#unreportedDrops;
    this.#unreportedDrops = 0;
    return drops;
  }
}
