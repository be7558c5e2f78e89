import type { LimitStatus } from "./limit-status.ts";

export interface Spending {
  /** Which bucket of the rule, where its scope is not the answer: a channel, an item. @default the rule's scope */
  readonly key?: string;
  /** @default 1 */
  readonly cost?: number;
}

/** The vendor's rate limits as a handler sees them. Where they are off, nothing is charged and nothing has a status. */
export interface RequestLimits {
  /**
   * Charges a rule that the handler charges. Null where no profile is on or the profile has no such rule.
   * @throws VendorError the vendor's refusal where the cost does not fit
   */
  readonly spend: (rule: string, spending?: Spending) => LimitStatus | null;
  /** As `spend`, for vendors that answer such a refusal in a form of its own: `exceeded` says whether it was charged. */
  readonly trySpend: (rule: string, spending?: Spending) => LimitStatus | null;
  /** Corrects what this request was charged by a rule to what it really cost. */
  readonly settle: (rule: string, cost: number) => LimitStatus | null;
  /** Where a rule stands for this request, charged or not. Null where it does not apply to it. */
  readonly status: (rule: string) => LimitStatus | null;
}

const nothing = (): null => null;

/** What a handler sees where no profile is on. */
export const LIMITS_OFF: RequestLimits = { spend: nothing, trySpend: nothing, settle: nothing, status: nothing };
