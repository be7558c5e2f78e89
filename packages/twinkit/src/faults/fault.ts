import { createRandom, type Random } from "../random.ts";
import type { FaultMatch, FaultRequest, MatchedOperation } from "./fault-match.ts";
import type { FaultSpec } from "./fault-spec.ts";
import { drawLatencyMs, type Latency, latencyOf } from "./latency.ts";
import { Trigger } from "./trigger.ts";

/** A fault that was armed in a world, with what it has done so far. */
export class Fault {
  readonly id: string;
  readonly spec: FaultSpec;
  /** Operations that its match can reach. */
  readonly operations: readonly MatchedOperation[];
  readonly #match: FaultMatch;
  readonly #trigger: Trigger;
  readonly #latency: Latency | null;
  readonly #latencyRandom: Random;
  #matched = 0;
  #fired = 0;

  /** `seed` is the text that its streams come from: failures and latencies do not change each other. */
  constructor(id: string, spec: FaultSpec, { match, seed }: { readonly match: FaultMatch; readonly seed: string }) {
    this.id = id;
    this.spec = spec;
    this.operations = match.operations;
    this.#match = match;
    this.#trigger = new Trigger(spec, createRandom(`${seed}/failures`));
    this.#latency = latencyIn(spec.effect);
    this.#latencyRandom = createRandom(`${seed}/latencies`);
  }

  /** Requests, or webhook messages, that it was asked about. */
  get matched(): number {
    return this.#matched;
  }

  get fired(): number {
    return this.#fired;
  }

  /** Firings that are left; null where there is no end to them. */
  get remaining(): number | null {
    return this.#trigger.remaining;
  }

  get spent(): boolean {
    return this.#trigger.spent;
  }

  fits(request: FaultRequest): boolean {
    return this.#match.fits(request);
  }

  /** Counts something that fits, and says whether it strikes there. */
  pull(): boolean {
    this.#matched += 1;
    const fires = this.#trigger.pull();
    if (fires) this.#fired += 1;
    return fires;
  }

  drawLatencyMs(): number {
    return this.#latency === null ? 0 : drawLatencyMs(this.#latency, this.#latencyRandom);
  }

  /** Whether it does more to a request than hold it up. */
  get decides(): boolean {
    const { status, code, reset, timeout, truncate } = this.spec.effect;
    return [status, code, reset, timeout, truncate].some((effect) => effect !== undefined);
  }
}

function latencyIn({ latency_ms: ms, latency, latency_profile: profile }: FaultSpec["effect"]): Latency | null {
  if (ms !== undefined) return { distribution: "fixed", ms };
  return profile === undefined ? (latency ?? null) : latencyOf(profile);
}
