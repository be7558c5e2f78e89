import { HttpClientError } from "./http-client-error.ts";

export interface DeadlineOptions {
  readonly timeoutMs: number;
  /** Method and redacted URL, for messages. */
  readonly subject: string;
  readonly callerSignal: AbortSignal | undefined;
  readonly closeSignal: AbortSignal;
}

/** The bound of one request: its timeout, the caller's signal and the client's end, as one signal. */
export interface Deadline extends Disposable {
  /** Aborted with the HttpClientError that the request ends with. */
  readonly signal: AbortSignal;
  /** What the request is doing, for the message of a timeout. */
  stage: string;
  remainingMs(): number;
}

export function startDeadline(options: DeadlineOptions): Deadline {
  const { timeoutMs, subject, callerSignal, closeSignal } = options;
  const controller = new AbortController();
  const endsAtMs = performance.now() + timeoutMs;
  const end = (code: "timeout" | "aborted" | "closed", what: string, cause?: unknown): void =>
    controller.abort(new HttpClientError(code, `${subject}: ${what}`, { cause }));

  const onTimeout = (): void =>
    end(
      "timeout",
      `no complete answer within ${timeoutMs} ms (${deadline.stage}). Check the server or raise timeoutMs.`,
    );
  const onAbort = (): void => end("aborted", "the caller aborted the request.", callerSignal?.reason);
  const onClose = (): void => end("closed", "the client is closed. Create another one.");

  const timer = setTimeout(onTimeout, timeoutMs);
  callerSignal?.addEventListener("abort", onAbort, { once: true });
  closeSignal.addEventListener("abort", onClose, { once: true });
  const deadline: Deadline = {
    signal: controller.signal,
    stage: "starting",
    remainingMs: () => Math.max(0, endsAtMs - performance.now()),
    [Symbol.dispose]() {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", onAbort);
      closeSignal.removeEventListener("abort", onClose);
    },
  };
  if (closeSignal.aborted) onClose();
  else if (callerSignal?.aborted === true) onAbort();
  return deadline;
}

/** The promise's outcome, or the signal's reason as soon as it aborts; the promise's later rejection is then dropped. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    const settle = (): void => signal.removeEventListener("abort", onAbort);
    signal.addEventListener("abort", onAbort, { once: true });
    void promise.then(resolve, reject).finally(settle);
    if (signal.aborted) onAbort();
  });
}
