import type { AnyWorld } from "../view.ts";

/** Changes whenever something that a page of the world shows may have changed; cheap enough to ask four times a second. */
export function worldVersion(world: AnyWorld): string {
  const { ledger, clock, agenda, epoch, deliveries, snapshots } = world;
  const { position } = clock;
  const place = position.mode === "frozen" ? position.atMs : position.offsetMs;
  let attempts = 0;
  let pending = 0;
  const known = deliveries.list();
  for (const delivery of known) {
    attempts += delivery.attempts.length;
    if (delivery.status === "pending") pending += 1;
  }
  const parts = [
    epoch,
    ledger.dropped + ledger.size,
    world.objects,
    world.bytes,
    `${position.mode}${place}`,
    agenda.size,
    agenda.seq,
    agenda.nextDueMs,
    known.length,
    known.at(-1)?.id,
    attempts,
    pending,
    snapshots.list().map(({ name, atMs }) => `${name}@${atMs}`),
  ];
  return parts.join("/");
}
