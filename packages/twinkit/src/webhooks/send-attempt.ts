import type { HttpClient, HttpResponse } from "@twinkit-pro/httpclient";
import type { TwinTypes } from "../define/twin-types.ts";
import type { Scrubber } from "../world/scrub.ts";
import type { DeliveryAttempt, WebhookMessage } from "./delivery.ts";
import { describeFailure } from "./refusal.ts";
import { signatureHeaders } from "./signing.ts";
import { isWithin, SUCCESS } from "./status-range.ts";
import type { Webhooks } from "./webhooks.ts";

/** How much of a receiver's answer is kept. */
const RESPONSE_BODY_BYTES_MAX = 4_096;
const RESPONSE_HEADERS_MAX = 64;
const RESPONSE_HEADER_CHARS_MAX = 1_024;

export interface AttemptOptions<T extends TwinTypes> {
  readonly http: HttpClient;
  readonly webhooks: Webhooks<T>;
  readonly scrubber: Scrubber;
  readonly signal: AbortSignal;
  /** Counts from 1. */
  readonly attempt: number;
  /** The machine's time, in milliseconds since the epoch. */
  readonly wallMs: number;
}

/** How one attempt went. `refused`: the twin itself will not send there. */
export interface AttemptResult {
  readonly record: Omit<DeliveryAttempt, "at">;
  readonly refused: boolean;
}

/** Signs a message and posts it once. What is kept of it holds no secret. */
export async function sendAttempt<T extends TwinTypes>(
  message: WebhookMessage,
  options: AttemptOptions<T>,
): Promise<AttemptResult> {
  const { http, webhooks, scrubber, signal } = options;
  const plain: Record<string, string> = { ...webhooks.headers };
  for (const [name, value] of Object.entries(message.headers ?? {})) plain[name.toLowerCase()] = value;
  const signature = signatureHeaders(webhooks.sign, {
    id: message.event.id,
    method: "POST",
    url: message.url,
    body: message.body,
    contentType: plain["content-type"] ?? "",
    secret: message.secret,
    timestampMs: options.wallMs,
    attempt: options.attempt,
  });
  const request = {
    method: "POST" as const,
    url: shownUrl(message.url, scrubber),
    headers: { ...scrubber.headers(plain), ...signature },
  };
  const startedMs = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedMs);
  try {
    const response = await http.request({
      method: "POST",
      url: message.url,
      headers: { ...plain, ...signature },
      body: message.body,
      timeoutMs: webhooks.timeoutMs,
      maxResponseBytes: RESPONSE_BODY_BYTES_MAX,
      // What the receiver says beyond this changes nothing: the status is the answer.
      cutBody: true,
      // To a vendor a redirect is a failed delivery.
      maxRedirects: 0,
      signal,
    });
    const accepted = isWithin(response.status, webhooks.accepts ?? SUCCESS);
    const error = accepted ? null : `the receiver answered ${response.status}`;
    return {
      record: { duration_ms: elapsedMs(), request, response: kept(response, scrubber), error },
      refused: false,
    };
  } catch (error) {
    const { message: why, refused } = describeFailure(error);
    return { record: { duration_ms: elapsedMs(), request, response: null, error: why }, refused };
  }
}

/** The address without its password and without secrets in its query. */
export function shownUrl(text: string, scrubber: Scrubber): string {
  const url = URL.parse(text);
  if (url === null) return text;
  if (url.password !== "") url.password = "REDACTED";
  return scrubber.text(url.href);
}

function kept(response: HttpResponse, scrubber: Scrubber): NonNullable<DeliveryAttempt["response"]> {
  const headers = Object.entries(response.headers)
    .slice(0, RESPONSE_HEADERS_MAX)
    .map(([name, value]) => [name, value.slice(0, RESPONSE_HEADER_CHARS_MAX)]);
  return {
    status: response.status,
    headers: scrubber.headers(Object.fromEntries(headers) as Record<string, string>),
    // Not text(): that refuses a compressed body, and a receiver may say what it likes.
    body: scrubber.text(new TextDecoder().decode(response.body)),
  };
}
