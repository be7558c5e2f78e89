import { expect, test } from "vitest";
import type { State } from "../../types.ts";
import { EVENTS_KEPT, forgetOldEvents } from "./retention.ts";

/** As much of a collection as forgetting needs, oldest first. */
function eventsOf(count: number): { readonly state: Pick<State, "events">; readonly ids: () => string[] } {
  const kept = new Map(Array.from({ length: count }, (_, at) => [`evt_${at}`, { id: `evt_${at}` }]));
  const events = {
    get size() {
      return kept.size;
    },
    all: () => kept.values(),
    delete: (id: string) => kept.delete(id),
  };
  return { state: { events } as unknown as Pick<State, "events">, ids: () => [...kept.keys()] };
}

test("the oldest leave, and enough stay", () => {
  const { state, ids } = eventsOf(EVENTS_KEPT + 2_000);
  forgetOldEvents(state);
  expect(ids()).toHaveLength(EVENTS_KEPT);
  expect(ids()[0]).toBe("evt_2000");
  expect(ids().at(-1)).toBe(`evt_${EVENTS_KEPT + 1_999}`);
});

test("an account with few events keeps them all", () => {
  const { state, ids } = eventsOf(EVENTS_KEPT + 1_999);
  forgetOldEvents(state);
  expect(ids()).toHaveLength(EVENTS_KEPT + 1_999);
});
