import { createRandom, type Random } from "../random.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { Fault } from "./fault.ts";
import { FaultMatch, type FaultRequest, type MatchedOperation } from "./fault-match.ts";
import { isAboutWebhooks } from "./fault-problem.ts";
import type { FaultSpec } from "./fault-spec.ts";
import { drawLatencyMs, latencyOf, type LatencyProfileName } from "./latency.ts";

/** Most faults one world has; the oldest spent one leaves for a new one. */
export const FAULTS_MAX = 1_000;

/** What befalls one request. */
export interface Strike {
  /** The fault that decides, or the first of those that only hold the request up. */
  readonly fault: Fault;
  readonly latencyMs: number;
}

/** The faults of one world, in the order in which they were armed. */
export class FaultPlan {
  readonly #seed: () => string;
  #faults = new Map<string, Fault>();
  #made = 0;
  #streams: { readonly failures: Random; readonly latencies: Random } | null = null;
  /** Those that are not spent, by what they strike. Read with every request: most worlds have none. */
  #requests: readonly Fault[] = [];
  #deliveries: readonly Fault[] = [];
  /** Ids of the deliveries that wait for the next one to the same endpoint, by endpoint. */
  readonly overtaken = new Map<string, string>();

  /** `seed` is asked for when a stream begins. */
  constructor(seed: () => string) {
    this.#seed = seed;
  }

  /** Whether a request can be struck. */
  get strikesRequests(): boolean {
    return this.#requests.length > 0;
  }

  /** Whether a webhook can be struck, or one waits for it. */
  get strikesDeliveries(): boolean {
    return this.#deliveries.length > 0 || this.overtaken.size > 0;
  }

  /** @throws TwinkitError `faults_full` where the world has as many as it may and none is spent */
  arm(spec: FaultSpec, operations: readonly MatchedOperation[]): Fault {
    if (this.#faults.size >= FAULTS_MAX) this.#dropSpent();
    this.#made += 1;
    const id = `fault_${this.#made}`;
    const match = new FaultMatch(spec.match, isAboutWebhooks(spec) ? [] : operations);
    const seed = spec.seed === undefined ? `${this.#seed()}/${id}` : `seed ${spec.seed}`;
    const fault = new Fault(id, spec, { match, seed });
    this.#faults.set(id, fault);
    this.#sort();
    return fault;
  }

  get(id: string): Fault | undefined {
    return this.#faults.get(id);
  }

  /** All of them, spent ones included, oldest first. */
  list(): Fault[] {
    return [...this.#faults.values()];
  }

  /** Whether there was such a fault. */
  disarm(id: string): boolean {
    const known = this.#faults.delete(id);
    this.#sort();
    return known;
  }

  /** @returns how many there were */
  clear(): number {
    const { size } = this.#faults;
    this.#faults.clear();
    this.#sort();
    return size;
  }

  /** As it began: no faults, and what comes is as reproducible as what was. */
  reset(): void {
    this.clear();
    this.overtaken.clear();
    this.#made = 0;
    this.#streams = null;
  }

  /**
   * Asks each fault that fits, in order, until one decides; those after it do not count the request. Those that only hold
   * the request up add to each other and to it.
   */
  strike(request: FaultRequest): Strike | null {
    let latencyMs = 0;
    let first: Fault | null = null;
    for (const fault of this.#requests) {
      if (!fault.fits(request) || !this.#pull(fault)) continue;
      latencyMs += fault.drawLatencyMs();
      if (fault.decides) return { fault, latencyMs };
      first ??= fault;
    }
    return first === null ? null : { fault: first, latencyMs };
  }

  /** The first fault of webhooks that fits an event of this type and fires. */
  strikeDelivery(matches: (spec: FaultSpec) => boolean): Fault | null {
    return this.#deliveries.find((fault) => matches(fault.spec) && this.#pull(fault)) ?? null;
  }

  /** Whether the configured share of failures takes one more request. */
  fails(rate: number): boolean {
    return this.#configured().failures.next() < rate;
  }

  /** A latency of the configured profile. */
  drawLatencyMs(profile: LatencyProfileName): number {
    return drawLatencyMs(latencyOf(profile), this.#configured().latencies);
  }

  /** Streams of their own: failures change neither the ids of objects nor those of requests. */
  #configured(): { readonly failures: Random; readonly latencies: Random } {
    return (this.#streams ??= {
      failures: createRandom(`${this.#seed()}/failures`),
      latencies: createRandom(`${this.#seed()}/latencies`),
    });
  }

  #pull(fault: Fault): boolean {
    const fires = fault.pull();
    if (fault.spent) this.#sort();
    return fires;
  }

  /** New lists: one that is being walked must not change. */
  #sort(): void {
    const armed = this.list().filter((fault) => !fault.spent);
    this.#requests = armed.filter(({ spec }) => !isAboutWebhooks(spec));
    this.#deliveries = armed.filter(({ spec }) => isAboutWebhooks(spec));
  }

  #dropSpent(): void {
    const spent = this.list().find((fault) => fault.spent);
    if (spent === undefined) {
      const message = `The world has ${FAULTS_MAX} faults, as many as it may; disarm one (DELETE /admin/faults/{id}) or all of them.`;
      throw new TwinkitError("faults_full", message);
    }
    this.#faults.delete(spent.id);
  }
}
