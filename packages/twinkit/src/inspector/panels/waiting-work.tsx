import type { FC } from "hono/jsx";
import type { AgendaEntry } from "../../work/agenda.ts";
import { OUTBOUND_SEND, WEBHOOK_ATTEMPT } from "../../world/world.ts";
import { objectFinder } from "../find-object.ts";
import { LinkedValue } from "../render/body-view.tsx";
import { formatCount, formatDistance, formatInstant } from "../render/format.ts";
import type { FindObject } from "../render/json-view.tsx";
import { pageUrl, type View } from "../view.ts";

const SHOWN_MAX = 50;
/** Putting more in order would be felt. */
const SORTED_MAX = 20_000;

/** What is scheduled, the next first. */
export const WaitingWork: FC<{ readonly view: View }> = ({ view: { world } }) => {
  const { agenda, clock } = world;
  if (agenda.size === 0) {
    return (
      <section class="empty">
        <h2>Nothing waits for the clock</h2>
        <p>Subscriptions to renew, tokens to expire and webhooks to retry stand here as soon as there are any.</p>
      </section>
    );
  }
  const find = objectFinder(world);
  const entries = agenda.size <= SORTED_MAX ? agenda.entries().slice(0, SHOWN_MAX) : [];
  return (
    <section class="stack" aria-labelledby="waiting">
      <h2 id="waiting">Waiting work</h2>
      <ol class="rows">
        {entries.map((entry) => (
          <li class="row">
            <span class="row-main">
              <strong>{labelOf(entry)}</strong>{" "}
              <Payload entry={entry} find={find} delivery={(id) => pageUrl(world.name, `/webhooks/${id}`)} />
            </span>
            <span class="row-side">
              {formatDistance(clock.nowMs, entry.dueMs)}
              <time class="hint" datetime={new Date(entry.dueMs).toISOString()}>
                {formatInstant(entry.dueMs)}
              </time>
            </span>
          </li>
        ))}
      </ol>
      {agenda.size > entries.length ? (
        <p class="note">{`${formatCount(agenda.size - entries.length)} more wait.`}</p>
      ) : null}
    </section>
  );
};

const Payload: FC<{
  readonly entry: AgendaEntry;
  readonly find: FindObject;
  readonly delivery: (id: string) => string;
}> = ({ entry, find, delivery }) => {
  const { payload, action } = entry;
  if (action === OUTBOUND_SEND) return null;
  return (
    <span class="mono hint">
      {Object.entries(payload).map(([name, value], at) => {
        const text = typeof value === "string" ? value : JSON.stringify(value);
        const isDelivery = action === WEBHOOK_ATTEMPT && name === "delivery";
        return (
          <>
            {at === 0 ? "" : ", "}
            {name}: <LinkedValue text={text} find={isDelivery ? delivery : find} />
          </>
        );
      })}
    </span>
  );
};

function labelOf({ action }: AgendaEntry): string {
  if (action === WEBHOOK_ATTEMPT) return "Webhook attempt";
  return action === OUTBOUND_SEND ? "Outbound call" : action;
}
