import type { AnyTwinDefinition } from "../../server/fleet.ts";
import { exerciseTwin } from "./exercise-twin.ts";
import type { Leak, LeakCheckRequest } from "./leak.ts";
import { ResourceWatch } from "./resource-watch.ts";

/** How long handles that were closed may take until they are gone. */
const GONE_MS_MAX = 2_000;

/**
 * Runs a twin in this process, closes it, and says what of it is still active. Only for a process that does nothing else:
 * `checkLeaks` starts one.
 */
export async function leaksOf(
  definition: AnyTwinDefinition,
  requests: readonly LeakCheckRequest[] = [],
): Promise<Leak[]> {
  // What is loaded and pooled once for the whole process belongs to nobody's twin.
  await exerciseTwin(definition, requests);
  const before = listeners();
  const watch = new ResourceWatch();
  watch.start();
  await exerciseTwin(definition, requests);
  watch.stop();
  await untilGone(watch);
  const resources = watch.active().map(({ type, madeAt }): Leak => ({ kind: "resource", name: type, madeAt }));
  return [...resources, ...addedListeners(before)];
}

function listeners(): ReadonlyMap<string | symbol, number> {
  return new Map(process.eventNames().map((name) => [name, process.listenerCount(name)]));
}

function addedListeners(before: ReadonlyMap<string | symbol, number>): Leak[] {
  const more = [...listeners()].filter(([name, count]) => count > (before.get(name) ?? 0));
  return more.map(([name]) => ({ kind: "listener", name: String(name), madeAt: [] }));
}

async function untilGone(watch: ResourceWatch): Promise<void> {
  const deadlineMs = performance.now() + GONE_MS_MAX;
  while (watch.active().length > 0 && performance.now() < deadlineMs) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
