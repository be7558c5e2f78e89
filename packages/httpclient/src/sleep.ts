import { setTimeout as delay } from "node:timers/promises";

/** Waits; rejects as soon as the signal aborts, and leaves no timer behind. */
export async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal });
}
