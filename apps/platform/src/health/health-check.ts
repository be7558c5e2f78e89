import type { HealthCheck } from "@twinkit-pro/contracts";

/** How long one check may take; then it counts as unreachable. */
export const CHECK_TIMEOUT_MS = 2_000;

/** Something the platform depends on. */
export interface HealthProbe {
  readonly name: string;
  /** Resolves when all is well; rejects with a sentence of what is not. `signal` is aborted when the time is up. */
  readonly probe: (signal: AbortSignal) => Promise<void>;
}

/** Runs one check within its time. Never rejects. */
export async function runCheck({ name, probe }: HealthProbe, timeoutMs = CHECK_TIMEOUT_MS): Promise<HealthCheck> {
  const began = performance.now();
  const late = new AbortController();
  const { promise: timeUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`no answer within ${timeoutMs} ms`);
    late.abort(error);
    reject(error);
  }, timeoutMs);
  const finished = (): number => Math.round(performance.now() - began);
  try {
    await Promise.race([probe(late.signal), timeUp]);
    return { name, status: "ok", duration_ms: finished() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { name, status: "unreachable", duration_ms: finished(), message };
  } finally {
    clearTimeout(timer);
  }
}
