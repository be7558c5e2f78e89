import { collection, type Collection, type Entity } from "@twinkit-pro/twinkit";
import { resourceMissing } from "./errors.ts";

/** What is left of a deleted object: its id, and the one that stood behind it in lists. */
export interface Departed {
  readonly id: string;
  readonly older: string | null;
}

/** Deleted objects of every kind: a list goes on behind one that was deleted while it was walked. */
export const departed = collection<Departed>({
  id: (ids) => ids.prefixed("", 24),
  missing: resourceMissing("object"),
});

/** Deletes an object and remembers where it stood. */
export function depart<E extends Entity, I extends keyof E & string>(
  objects: Collection<E, I>,
  gone: Collection<Departed>,
  id: string,
): void {
  const [older] = objects.page({ limit: 1, after: id }).items;
  objects.delete(id);
  // An id of the client's choice may have been used, deleted and used again.
  gone.delete(id);
  gone.insert({ id, older: older?.id ?? null });
}

/** The object behind a deleted one that is still there; null at the end of the list. */
export function heirOf(
  objects: Pick<Collection<Entity>, "has">,
  gone: Collection<Departed>,
  id: string,
): string | null {
  let heir = gone.get(id)?.older ?? null;
  while (heir !== null && !objects.has(heir)) heir = gone.get(heir)?.older ?? null;
  return heir;
}
