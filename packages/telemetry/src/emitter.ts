import type { EmittedEvent } from "./emitted-event.ts";

/** What an emitter has done so far. Every emitted event is in one of the counts. */
export interface EmitterStats {
  /** `disabled`: the collector refused the licence token; nothing is sent any more. */
  readonly state: "running" | "disabled" | "stopping" | "stopped";
  readonly disabledReason: string | null;
  /** Events waiting or being sent. */
  readonly pending: number;
  readonly accepted: number;
  /** Events the collector already had: a retry after a lost answer. */
  readonly duplicates: number;
  /** Events the collector refused one by one. */
  readonly rejected: number;
  /** Events that were never let in: the buffer was full, or the emitter disabled or stopped. */
  readonly dropped: number;
  /** Events given up after they were let in. */
  readonly lost: number;
  readonly attempts: number;
  /** Attempts that failed as a whole. */
  readonly failures: number;
  readonly lastError: string | null;
}

/** How an emitter ended. */
export interface StopReport {
  /** Whether time ran out before all that waited was sent. */
  readonly timedOut: boolean;
  /** Events that waited when the emitter stopped and that no collector took. */
  readonly undelivered: number;
  readonly stats: EmitterStats;
}

/** Tells a collector what happens, at no cost and no risk to what happens. */
export interface Emitter {
  /** Notes an event. Never throws, never waits, formats nothing; a full buffer counts the event and drops it. */
  emit(event: EmittedEvent): void;
  /** Sends what waits; resolves when it is sent or an attempt has failed. Never rejects. */
  flush(): Promise<void>;
  /** Sends what waits, each batch once, and ends; resolves within `stopTimeoutMs` whatever the collector does. Never rejects. */
  stop(): Promise<StopReport>;
  stats(): EmitterStats;
}
