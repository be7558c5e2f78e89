import { createHash } from "node:crypto";
import type { TwinTypes } from "../define/twin-types.ts";
import type { LimitedRequest, RateLimitRule, RateLimits } from "./rate-limits.ts";

/** Longest key kept as it is; a longer one is kept as its fingerprint. */
const KEY_LENGTH_MAX = 128;
const FINGERPRINT_LENGTH = 16;

/** Which bucket of a rule counts a request. */
export function bucketKey<T extends TwinTypes>(
  rule: RateLimitRule<T>,
  limits: RateLimits<T>,
  limited: LimitedRequest<T>,
): string {
  const { scope } = rule;
  const account = limited.account.account ?? "";
  if (typeof scope === "function") return bounded(scope(limited));
  switch (scope) {
    case "world":
      return "";
    case "account":
      return account;
    case "operation":
      return account === "" ? limited.operation : `${account} ${limited.operation}`;
    case "credential": {
      const { request } = limited;
      // State is exported and shown: no secret may be read from it.
      return fingerprint(limits.credential?.(request) ?? request.headers["authorization"] ?? "");
    }
    case "address":
      return bounded(limited.request.headers["x-forwarded-for"]?.split(",", 1)[0]?.trim() ?? "local");
  }
}

export function bounded(key: string): string {
  return key.length <= KEY_LENGTH_MAX ? key : fingerprint(key);
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, FINGERPRINT_LENGTH);
}
