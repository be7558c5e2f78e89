import type { TwinTypes } from "../define/twin-types.ts";
import type { RetrySchedule } from "./retry-schedule.ts";
import { type Signing, unknownPlaceholders } from "./signing.ts";
import type { StatusRange } from "./status-range.ts";
import type { Webhooks } from "./webhooks.ts";

/** Longest wait for an answer, in milliseconds. */
const TIMEOUT_MS_MAX = 3_600_000;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** What of a twin's webhooks cannot be meant, each as a sentence fragment. */
export function* webhookProblems<T extends TwinTypes>(webhooks: Webhooks<T>): Generator<string> {
  const { retry, timeoutMs, accepts = [], disable, headers, sign } = webhooks;
  yield* retryProblems(retry);
  if (!isWhole(timeoutMs, 1, TIMEOUT_MS_MAX)) {
    yield `webhooks.timeoutMs is ${timeoutMs}, not 1 to ${TIMEOUT_MS_MAX} milliseconds`;
  }
  yield* statusProblems("accepts", accepts);
  yield* statusProblems("disable.onStatus", disable?.onStatus ?? []);
  for (const name of ["afterFailingForMs", "afterConsecutiveFailures"] as const) {
    const value = disable?.[name];
    if (value !== undefined && !isWhole(value, 1, Number.MAX_SAFE_INTEGER)) {
      yield `webhooks.disable.${name} is ${value}, not a whole number from 1`;
    }
  }
  for (const name of unknownPlaceholders(sign)) yield `webhooks.sign uses {${name}}, which stands for nothing`;
  for (const name of [...Object.keys(headers), ...signedHeaders(sign)]) {
    if (!HEADER_NAME.test(name)) yield `the webhook header ${JSON.stringify(name)} is no lower-case header name`;
  }
}

function* retryProblems({ delaysMs, jitter = 0, stopOn = [] }: RetrySchedule): Generator<string> {
  for (const delayMs of delaysMs) {
    if (!isWhole(delayMs, 0, Number.MAX_SAFE_INTEGER)) {
      yield `webhooks.retry.delaysMs holds ${delayMs}, not a whole number of milliseconds`;
    }
  }
  if (!(jitter >= 0 && jitter <= 1)) yield `webhooks.retry.jitter is ${jitter}, not a share from 0 to 1`;
  yield* statusProblems("retry.stopOn", stopOn);
}

function* statusProblems(field: string, ranges: readonly StatusRange[]): Generator<string> {
  for (const range of ranges) {
    const [from, to] = typeof range === "number" ? [range, range] : range;
    if (isWhole(from, 100, 599) && isWhole(to, from, 599)) continue;
    yield `webhooks.${field} holds ${JSON.stringify(range)}, not a status or a range of statuses`;
  }
}

function signedHeaders(sign: Signing | undefined): string[] {
  if (sign === undefined || typeof sign === "function") return [];
  return [sign].flat().flatMap((one) => Object.keys("headers" in one ? one.headers : {}));
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
