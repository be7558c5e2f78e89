import type { TwinTypes } from "../define/twin-types.ts";
import type { RateLimitRule, RateLimits } from "./rate-limits.ts";

/** What is wrong with declared rate limits, as a sentence fragment; null where nothing is. */
export function rateLimitsProblem<T extends TwinTypes>(limits: RateLimits<T>): string | null {
  for (const [name, { rules }] of Object.entries(limits.profiles)) {
    const seen = new Set<string>();
    for (const rule of rules) {
      const where = `rule ${rule.name} of the rate limit profile ${name}`;
      if (seen.has(rule.name)) return `the ${where} is declared twice`;
      seen.add(rule.name);
      const unusable = numbersOf(rule).find((number) => !(Number.isFinite(number) && number > 0));
      if (unusable !== undefined) return `the ${where} has the number ${unusable}; give one above 0`;
    }
  }
  return null;
}

function numbersOf<T extends TwinTypes>(rule: RateLimitRule<T>): number[] {
  switch (rule.kind) {
    case "token_bucket":
      return [rule.capacity, rule.refill.amount, rule.refill.everyMs];
    case "fixed_window":
      return typeof rule.window === "number" ? [rule.limit, rule.window] : [rule.limit];
    case "sliding_window":
      return [rule.limit, rule.windowMs];
    case "concurrency":
      return [rule.limit];
  }
}
