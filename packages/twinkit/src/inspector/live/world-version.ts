import { createHash } from "node:crypto";
import type { AnyRuntime, AnyWorld } from "../view.ts";
import type { Change } from "./change-stream.ts";

/** What an open page of the world is told. */
export function changeOf(runtime: AnyRuntime, world: AnyWorld): Change {
  const { ledger } = world;
  return { version: versionOf(runtime, world), requests: ledger.dropped + ledger.size };
}

/** Changes whenever something that a page shows may have changed; cheap enough to ask four times a second. */
function versionOf({ worlds, config, runs }: AnyRuntime, world: AnyWorld): string {
  const { ledger, clock, agenda, snapshots, quirks, faults } = world;
  const { position } = clock;
  const parts: unknown[] = [
    worlds.size,
    // A page without a request says which other worlds have some.
    ledger.size > 0 ? null : worlds.all().filter((each) => each.ledger.size > 0).length,
    worlds.get(world.name) === world,
    config,
    world.epoch,
    ledger.dropped + ledger.size,
    world.objects,
    world.bytes,
    position,
    [agenda.size, agenda.seq, agenda.nextDueMs],
    deliveryMarks(world),
    snapshots.list(),
    runs.current(world.name)?.id ?? null,
    quirks.list().map(({ on }) => on),
    faults.list().map(({ id, matched, spent }) => [id, matched, spent]),
  ];
  return versionText(parts);
}

/** Short, whatever went into it. */
export function versionText(parts: unknown): string {
  return createHash("sha1").update(JSON.stringify(parts)).digest("base64url");
}

function deliveryMarks({ deliveries }: AnyWorld): unknown {
  const known = deliveries.list();
  let attempts = 0;
  let pending = 0;
  for (const delivery of known) {
    attempts += delivery.attempts.length;
    if (delivery.status === "pending") pending += 1;
  }
  return [known.length, known.at(-1)?.id, attempts, pending];
}
