const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type StopSignal = (typeof STOP_SIGNALS)[number];

const PARENT_LOOK_MS = 250;
/** One signal to a process group arrives more than once: npm, too, passes it on. */
const SAME_SIGNAL_MS = 500;

/** Told to end, or unable to go on: `cause` is the reason of the signal, an Error where it is a fault of this program. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Aborts when this program is to end: SIGINT, SIGTERM or SIGHUP, a terminal that is gone, under npm a parent that is
 * gone, or an exception that nobody caught.
 * @param onSecond called with the second signal, the first having been given time to be the same one
 */
export function stopSignal(onSecond: (signal: StopSignal) => void): AbortSignal {
  const stop = new AbortController();
  let firstMs: number | null = null;
  for (const name of STOP_SIGNALS) {
    process.on(name, () => {
      firstMs ??= performance.now();
      stop.abort(name);
      if (performance.now() - firstMs > SAME_SIGNAL_MS) onSecond(name);
    });
  }
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
