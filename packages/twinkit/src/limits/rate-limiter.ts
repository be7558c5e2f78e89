import type { TwinTypes } from "../define/twin-types.ts";
import { Admission } from "./admission.ts";
import { Buckets } from "./buckets.ts";
import { type LimitStatus, statusOf } from "./limit-status.ts";
import { LIMITS_STATE_EMPTY, type LimitsState } from "./limits-state.ts";
import { makeMeter } from "./make-meter.ts";
import { type LimitedOperation, type ProfileRules, profileRules } from "./profile-rules.ts";
import type { LimitedRequest, RateLimits } from "./rate-limits.ts";

/** What a world's rate limits have counted. Nothing is counted until a profile is on. */
export class RateLimiter<T extends TwinTypes> {
  readonly #limits: RateLimits<T> | undefined;
  readonly #profiles: ReadonlyMap<string, ProfileRules<T>>;
  readonly #nowMs: () => number;
  readonly #buckets = new Buckets<T>();
  /** The profile that the buckets belong to. */
  #profile: ProfileRules<T> | null = null;

  constructor(limits: RateLimits<T> | undefined, clock: { readonly nowMs: number }) {
    this.#limits = limits;
    this.#profiles = limits === undefined ? new Map() : sharedRules(limits);
    this.#nowMs = () => Math.floor(clock.nowMs);
  }

  /** Counts a request under a profile; one of another profile than before starts afresh. */
  admit(profile: string, operation: LimitedOperation, limited: Omit<LimitedRequest<T>, "operation">): Admission<T> {
    const rules = this.#use(profile);
    if (this.#limits === undefined || rules === undefined) throw new Error(`there is no rate limit profile ${profile}`);
    return new Admission({
      limits: this.#limits,
      rules: rules.rulesOf(operation),
      buckets: this.#buckets,
      limited: { operation: operation.name, ...limited },
      nowMs: this.#nowMs,
    });
  }

  /** Where the buckets of a profile stand, oldest first, those without use left out. */
  statuses(profile: string | null): LimitStatus[] {
    if (profile !== this.#profile?.name) return [];
    const nowMs = this.#nowMs();
    const used = [...this.#buckets.all()].filter(({ meter }) => !meter.idle(nowMs));
    return used.map((bucket) => statusOf(bucket, { cost: 1, exceeded: false, nowMs }));
  }

  reset(): void {
    this.#profile = null;
    this.#buckets.clear();
  }

  /** Requests under way are left out: they end with the process. */
  export(): LimitsState {
    if (this.#profile === null) return LIMITS_STATE_EMPTY;
    const nowMs = this.#nowMs();
    const buckets: LimitsState["buckets"] = [];
    for (const { rule, key, meter } of this.#buckets.all()) {
      const state = meter.state();
      if (state !== null && !meter.idle(nowMs)) buckets.push({ rule: rule.name, key, state: [...state] });
    }
    return { profile: this.#profile.name, buckets };
  }

  /** Takes over what was exported; rules that the definition no longer has are left out. */
  restore(state: LimitsState): void {
    this.reset();
    if (state.profile === null) return;
    const rules = this.#use(state.profile);
    for (const { rule: name, key, state: numbers } of state.buckets) {
      const rule = rules?.profile.rules.find((candidate) => candidate.name === name);
      if (rule === undefined) continue;
      this.#buckets.put({ rule, key, meter: makeMeter(rule, this.#nowMs(), numbers) });
    }
  }

  #use(profile: string): ProfileRules<T> | undefined {
    if (this.#profile?.name === profile) return this.#profile;
    this.reset();
    const rules = this.#profiles.get(profile);
    this.#profile = rules ?? null;
    return rules;
  }
}

const shared = new WeakMap<object, ReadonlyMap<string, ProfileRules<TwinTypes>>>();

/** Every world of a twin reads the same rules. */
function sharedRules<T extends TwinTypes>(limits: RateLimits<T>): ReadonlyMap<string, ProfileRules<T>> {
  const known = shared.get(limits) as ReadonlyMap<string, ProfileRules<T>> | undefined;
  if (known !== undefined) return known;
  const made = profileRules(limits);
  shared.set(limits, made as unknown as ReadonlyMap<string, ProfileRules<TwinTypes>>);
  return made;
}
