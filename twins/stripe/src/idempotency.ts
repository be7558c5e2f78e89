import type { Idempotency, RequestFacts } from "@twinkit-pro/twinkit";
import { idempotencyError, invalidRequest } from "./errors.ts";

/** How long Stripe keeps the answer to a key. https://docs.stripe.com/api/idempotent_requests */
export const IDEMPOTENCY_TTL_MS = 24 * 3_600_000;
export const IDEMPOTENCY_KEY_CHARS_MAX = 255;
const HEADER = "idempotency-key";

export const idempotency: Idempotency = {
  header: HEADER,
  methods: ["POST"],
  ttlMs: IDEMPOTENCY_TTL_MS,
  keyLengthMax: IDEMPOTENCY_KEY_CHARS_MAX,
  replayHeaders: { "idempotent-replayed": "true" },
  keyTooLong: (key) =>
    invalidRequest({
      message: `Idempotency keys can be at most ${IDEMPOTENCY_KEY_CHARS_MAX} characters, but you passed in a key that is ${key.length} characters.`,
    }),
  mismatch: (key) =>
    idempotencyError(
      "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
        `Try using a key other than '${key}' if you meant to execute a different request.`,
    ),
};

/** The header that names the request which did the work: kept with the answer, so a replay repeats it. */
export function originalRequestHeader(request: RequestFacts): Readonly<Record<string, string>> | null {
  if (request.method !== "POST" || keyOf(request) === null) return null;
  return { "original-request": request.requestId };
}

/** Every answer to a request with a key names the key. */
export function idempotencyKeyHeader(request: RequestFacts): Readonly<Record<string, string>> {
  const key = keyOf(request);
  return key === null || key.length > IDEMPOTENCY_KEY_CHARS_MAX ? {} : { [HEADER]: key };
}

function keyOf({ headers }: RequestFacts): string | null {
  const key = headers[HEADER];
  return key === undefined || key === "" ? null : key;
}
