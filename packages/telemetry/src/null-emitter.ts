import type { Emitter, EmitterStats } from "./emitter.ts";

/** An emitter without a collector: takes everything, keeps nothing. */
export function createNullEmitter(): Emitter {
  let stopped = false;
  const stats = (): EmitterStats => ({
    state: stopped ? "stopped" : "disabled",
    disabledReason: stopped ? null : "telemetry is off",
    pending: 0,
    accepted: 0,
    duplicates: 0,
    rejected: 0,
    dropped: 0,
    lost: 0,
    attempts: 0,
    failures: 0,
    lastError: null,
  });
  return {
    emit() {},
    flush: () => Promise.resolve(),
    stop() {
      stopped = true;
      return Promise.resolve({ timedOut: false, undelivered: 0, stats: stats() });
    },
    stats,
  };
}
