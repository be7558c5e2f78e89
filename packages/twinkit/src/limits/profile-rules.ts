import type { TwinTypes } from "../define/twin-types.ts";
import { matchesOperation } from "./operation-match.ts";
import type { RateLimitProfile, RateLimitRule, RateLimits } from "./rate-limits.ts";

/** What decides whether a rule counts an operation. */
export interface LimitedOperation {
  readonly name: string;
  readonly method: string;
  readonly pattern: string;
}

/** A profile with the rules of each operation found once. */
export class ProfileRules<T extends TwinTypes> {
  readonly name: string;
  readonly profile: RateLimitProfile<T>;
  readonly #rulesOf = new Map<string, readonly RateLimitRule<T>[]>();

  constructor(name: string, profile: RateLimitProfile<T>) {
    this.name = name;
    this.profile = profile;
  }

  rulesOf(operation: LimitedOperation): readonly RateLimitRule<T>[] {
    const known = this.#rulesOf.get(operation.name);
    if (known !== undefined) return known;
    const rules = this.profile.rules.filter(
      ({ match, except }) =>
        (match === undefined || matchesOperation(match, operation)) &&
        (except === undefined || !matchesOperation(except, operation)),
    );
    this.#rulesOf.set(operation.name, rules);
    return rules;
  }
}

/** The profiles of a definition by name; worlds share them. */
export function profileRules<T extends TwinTypes>(limits: RateLimits<T>): ReadonlyMap<string, ProfileRules<T>> {
  const profiles = Object.entries(limits.profiles);
  return new Map(profiles.map(([name, profile]) => [name, new ProfileRules(name, profile)]));
}
