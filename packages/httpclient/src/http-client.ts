import { type Deadline, startDeadline, untilAborted } from "./deadline.ts";
import { firstHop, type Hop } from "./hop.ts";
import { createHostPolicy, type HostPolicy } from "./host-policy.ts";
import { HttpClientError } from "./http-client-error.ts";
import type { HttpClientOptions } from "./http-client-options.ts";
import type { HttpRequest } from "./http-request.ts";
import { createResponse, type HttpResponse, type ReceivedResponse } from "./http-response.ts";
import { type Limits, overrideLimits, readLimits } from "./limits.ts";
import { redactUrl } from "./redact-url.ts";
import { redirectedHop } from "./redirect.ts";
import { isIdempotent, retryDelayMs } from "./retry.ts";
import { sleepUnlessAborted } from "./sleep.ts";
import type { BodyBound, Transport } from "./transport.ts";
import { userAgent } from "./user-agent.ts";

export interface HttpClient extends AsyncDisposable {
  /**
   * Sends a request and reads the whole answer, whatever its status.
   * @throws HttpClientError where no complete answer came.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Ends requests in flight with `closed` and every connection; resolves when nothing is left. */
  close(): Promise<void>;
}

/**
 * Creates a client. Nothing is loaded or opened before the first request.
 * @throws HttpClientError `invalid_option`
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const limits = readLimits(options);
  const agentName = userAgent(options.component, options.version);
  const policy = createHostPolicy(options);
  const closing = new AbortController();
  const inFlight = new Set<Promise<unknown>>();
  let transport: Promise<Transport> | undefined;

  const openTransport = (): Promise<Transport> =>
    (transport ??= import("./transport.ts").then(({ createTransport }) => createTransport(options, policy)));

  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const hop = firstHop(request, agentName);
    const requestLimits = overrideLimits(limits, request);
    using deadline = startDeadline({
      timeoutMs: requestLimits.timeoutMs,
      subject: `${hop.method} ${redactUrl(hop.url)}`,
      callerSignal: request.signal,
      closeSignal: closing.signal,
    });
    policy.check(hop.url);
    deadline.signal.throwIfAborted();
    const opened = await untilAborted(openTransport(), deadline.signal);
    const bound = { maxBytes: requestLimits.maxResponseBytes, cut: request.cutBody ?? false };
    const context: SendContext = { options, limits: requestLimits, bound, policy, deadline, transport: opened };
    // Awaited here, because the deadline ends with this block.
    return await followRedirects(hop, request.idempotent, context);
  };

  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.allSettled(inFlight);
    if (transport !== undefined) await (await transport).close();
  };

  return {
    request(request) {
      const sent = send(request);
      const settled = sent.then(
        () => undefined,
        () => undefined,
      );
      inFlight.add(settled);
      void settled.then(() => inFlight.delete(settled));
      return sent;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface SendContext {
  readonly options: HttpClientOptions;
  readonly limits: Limits;
  readonly bound: BodyBound;
  readonly policy: HostPolicy;
  readonly deadline: Deadline;
  readonly transport: Transport;
}

async function followRedirects(
  first: Hop,
  idempotent: boolean | undefined,
  context: SendContext,
): Promise<HttpResponse> {
  const { maxRedirects } = context.limits;
  let hop = first;
  for (let redirects = 0; ; redirects++) {
    const received = await exchangeWithRetries(hop, idempotent, context);
    const next = maxRedirects === 0 ? null : redirectedHop(hop, received);
    if (next === null) return createResponse(hop.url, received);
    if (redirects === maxRedirects) {
      const message = `${first.method} ${redactUrl(first.url)}: more than ${maxRedirects} redirects, the last to ${redactUrl(next.url)}.`;
      throw new HttpClientError("too_many_redirects", message);
    }
    context.policy.check(next.url);
    hop = next;
  }
}

async function exchangeWithRetries(
  hop: Hop,
  idempotent: boolean | undefined,
  context: SendContext,
): Promise<ReceivedResponse> {
  const { options, limits, bound, deadline, transport } = context;
  const { now = Date.now, random = Math.random, sleep = sleepUnlessAborted } = options;
  const retries = isIdempotent(hop.method, idempotent) ? limits.retries : 0;
  for (let attempt = 0; ; attempt++) {
    const received = await transport.exchange(hop, deadline, bound);
    if (attempt === retries) return received;
    const delayMs = retryDelayMs({
      status: received.status,
      retryAfter: received.headers["retry-after"],
      attempt,
      nowMs: now(),
      random: random(),
    });
    // A wait past the deadline could only end in a timeout; the answer at hand says more.
    if (delayMs === null || delayMs >= deadline.remainingMs()) return received;
    deadline.stage = `waiting to retry after status ${received.status}`;
    await untilAborted(sleep(delayMs, deadline.signal), deadline.signal);
  }
}
