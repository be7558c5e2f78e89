import { TelemetryResponse } from "@twinkit-pro/contracts";
import {
  createHttpClient,
  type HttpClient,
  HttpClientError,
  type HttpResponse,
  parseRetryAfter,
} from "@twinkit-pro/httpclient";
import * as v from "valibot";
import { type Batch, encodeBatch, type EncodedBatch } from "./batch.ts";
import type { EmitterOptions, EmitterSettings } from "./emitter-options.ts";
import { messageOf } from "./message-of.ts";
import { systemTimers } from "./timers.ts";
import { untilAborted } from "./until-aborted.ts";

const SEND_TIMEOUT_MS = 10_000;
/** Bound of a whole attempt: two requests and what the token function takes. */
const ATTEMPT_TIMEOUT_MS = 30_000;
const RESPONSE_BYTES_MAX = 1024 * 1024;

/**
 * What became of one attempt to send a batch.
 *
 * - `taken`: the collector answered for each event; `lost` counts those it left out.
 * - `unavailable`: worth another attempt. `suspect` where the batch itself may be the cause.
 * - `too_large`: worth another attempt in smaller parts.
 * - `refused`: the token may not send; no batch of this emitter will be taken.
 * - `unusable`: this batch will never be taken.
 */
export type SendOutcome =
  | { readonly kind: "taken"; accepted: number; duplicates: number; rejected: number; lost: number }
  | { readonly kind: "unavailable"; error: string; retryAfterMs: number | null; suspect: boolean }
  | { readonly kind: "too_large" | "refused" | "unusable"; error: string };

export interface Collector {
  /** Makes one attempt; never rejects. */
  send(batch: Batch, signal: AbortSignal): Promise<SendOutcome>;
  close(): Promise<void>;
}

export function createCollector(options: EmitterOptions, settings: EmitterSettings): Collector {
  const { token, getToken, timers = systemTimers } = options;
  const client = options.httpClient ?? ownClient(settings);

  const post = (encoded: EncodedBatch, bearer: string, signal: AbortSignal): Promise<HttpResponse> =>
    client.request({
      method: "POST",
      url: settings.ingestUrl,
      headers: { ...encoded.headers, authorization: `Bearer ${bearer}` },
      body: encoded.body,
      signal,
      timeoutMs: SEND_TIMEOUT_MS,
      maxResponseBytes: RESPONSE_BYTES_MAX,
      maxRedirects: 0,
    });

  const postAuthorized = async (encoded: EncodedBatch, signal: AbortSignal): Promise<HttpResponse> => {
    if (getToken === undefined) return post(encoded, token, signal);
    const bearer = await getToken();
    const response = await post(encoded, bearer, signal);
    if (!isRefusal(response.status)) return response;
    // The licence may have been renewed since: one more attempt, if the token is another one.
    const renewed = await getToken();
    return renewed === bearer ? response : post(encoded, renewed, signal);
  };

  const attempt = async (batch: Batch, signal: AbortSignal): Promise<SendOutcome> => {
    let encoded: EncodedBatch;
    try {
      encoded = await encodeBatch(batch, settings);
    } catch (error) {
      return { kind: "unusable", error: `a batch cannot be written as JSON: ${messageOf(error)}` };
    }
    return readOutcome(await postAuthorized(encoded, signal), batch, timers.now());
  };

  return {
    async send(batch, signal) {
      const bounded = new AbortController();
      const onAbort = (): void => bounded.abort(signal.reason);
      const onLate = (): void => bounded.abort(new Error(`no outcome within ${ATTEMPT_TIMEOUT_MS} ms`));
      const cancel = timers.start(onLate, ATTEMPT_TIMEOUT_MS, false);
      signal.addEventListener("abort", onAbort, { once: true });
      if (signal.aborted) onAbort();
      try {
        return await untilAborted(attempt(batch, bounded.signal), bounded.signal);
      } catch (error) {
        return { kind: "unavailable", error: messageOf(error), retryAfterMs: null, suspect: isSuspect(error) };
      } finally {
        cancel();
        signal.removeEventListener("abort", onAbort);
      }
    },
    async close() {
      if (options.httpClient === undefined) await client.close();
    },
  };
}

function ownClient(settings: EmitterSettings): HttpClient {
  return createHttpClient({
    component: settings.twin,
    version: settings.twinVersion,
    allowedHosts: [settings.ingestUrl.hostname],
  });
}

function readOutcome(response: HttpResponse, batch: Batch, nowMs: number): SendOutcome {
  const { status } = response;
  const error = `the collector answered ${status}`;
  if (status >= 200 && status < 300) return readAnswer(response, batch);
  if (isRefusal(status)) return { kind: "refused", error };
  if (status === 413) return { kind: "too_large", error };
  if (status === 408 || status === 429 || status >= 500) {
    const retryAfterMs = parseRetryAfter(response.headers["retry-after"], nowMs);
    return { kind: "unavailable", error, retryAfterMs, suspect: status === 500 };
  }
  return { kind: "unusable", error };
}

function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}

function readAnswer(response: HttpResponse, batch: Batch): SendOutcome {
  const parsed = v.safeParse(TelemetryResponse, readJson(response));
  if (!parsed.success) {
    return { kind: "unusable", error: `the collector answered ${response.status} without a result for each event` };
  }
  const { results } = parsed.output;
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  return {
    kind: "taken",
    accepted: count("accepted"),
    duplicates: count("duplicate"),
    rejected: count("rejected"),
    lost: Math.max(0, batch.length - results.length),
  };
}

function readJson(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined;
  }
}

const SUSPECT_CODES: ReadonlySet<string> = new Set(["response_too_large", "invalid_response", "invalid_request"]);

/** An answer that cannot be read may be due to what was sent; a connection or a token that fails is not. */
function isSuspect(error: unknown): boolean {
  return error instanceof HttpClientError && SUSPECT_CODES.has(error.code);
}
