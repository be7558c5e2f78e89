const PARENT_LOOK_MS = 250;

/**
 * Aborts when this program is to end: SIGINT, SIGTERM or SIGHUP, a terminal that is gone, or, under npm, a parent that
 * is gone. Repeated signals change nothing: every step of stopping has a bound.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort(name));
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => stop.abort("the terminal is gone"));
  if (process.env["npm_lifecycle_event"] !== undefined) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) stop.abort("npm is gone");
    }, PARENT_LOOK_MS).unref();
  }
  return stop.signal;
}

/** Settles as the promise does, or rejects with {@link Interrupted} as soon as the signal aborts. */
export async function unlessStopped<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => stopped.reject(new Interrupted());
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, stopped.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Whichever lost the race is of no interest any more, its failure neither.
    promise.catch(() => undefined);
    stopped.promise.catch(() => undefined);
  }
}

/** @throws Interrupted where the signal has aborted */
export function requireGoing(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted();
}

/** The start was told to end before it was through. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
