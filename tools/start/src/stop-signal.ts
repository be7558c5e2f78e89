const PARENT_LOOK_MS = 250;

/** Told to end, or unable to go on: `cause` is the reason of the signal, an Error where it is a fault of this program. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Aborts when this program is to end: SIGINT, SIGTERM or SIGHUP, a terminal that is gone, under npm a parent that is
 * gone, or an exception that nobody caught. Repeated signals change nothing: every step of stopping has a bound.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort(name));
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (thrown: unknown) => stop.abort(thrown instanceof Error ? thrown : new Error(String(thrown))));
  }
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => stop.abort("the terminal is gone"));
  if (process.env["npm_lifecycle_event"] !== undefined) stopWithParent(stop);
  return stop.signal;
}

function stopWithParent(stop: AbortController): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop.abort("npm is gone");
  }, PARENT_LOOK_MS).unref();
}

/** @throws Interrupted where the signal has aborted */
export function requireGoing(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted("stopped", { cause: signal.reason });
}

/** Settles as the promise does, or rejects with {@link Interrupted} as soon as the signal aborts. */
export async function unlessStopped<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => stopped.reject(new Interrupted("stopped", { cause: signal.reason }));
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
