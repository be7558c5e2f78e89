import { type Rendered, unanswered } from "../server/rendered.ts";
import type { Disturbance, WantedInterruption } from "./disturbance.ts";
import type { WantedError } from "./injected-error.ts";
import type { Interruption } from "./interruption.ts";
import { pause } from "./pause.ts";

/** The exchange that something happens to. */
export interface Sufferer {
  /** What the vendor would answer; never throws. */
  readonly serve: () => Rendered;
  /** The vendor's error that a fault asks for; never throws. */
  readonly fail: (wanted: WantedError) => Rendered;
  /** Aborted where the world begins anew: what was held up until then must not touch it. */
  readonly worldEnded: AbortSignal;
  /** Aborted where the twin begins to close: no request is left without an answer any longer. */
  readonly closing: AbortSignal;
  /** Aborted where the twin has waited long enough: nothing is held up any longer. */
  readonly closed: AbortSignal;
}

/** Answers a request as what happens to it has it. */
export async function undergo(disturbance: Disturbance, exchange: Sufferer): Promise<Rendered> {
  const { latencyMs, error, interruption: wanted } = disturbance;
  const { worldEnded, closing, closed } = exchange;
  if (latencyMs > 0) await pause(latencyMs, [worldEnded, closed]);
  if (worldEnded.aborted) return unanswered({ kind: "reset" });
  const interruption = wanted === null ? null : interruptionOf(wanted, [worldEnded, closing]);
  if (interruption !== null && wanted?.when === "before") return unanswered(interruption);
  const rendered = error === null ? exchange.serve() : exchange.fail(error);
  return interruption === null ? rendered : { ...rendered, interruption };
}

function interruptionOf(wanted: WantedInterruption, ends: readonly AbortSignal[]): Interruption {
  if (wanted.kind === "truncate") return { kind: "truncate", bytes: wanted.bytes };
  return wanted.kind === "reset" ? { kind: "reset" } : { kind: "timeout", ends };
}
