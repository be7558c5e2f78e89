import type { FC } from "hono/jsx";
import { type Delivery, DELIVERY_STATUSES } from "../../webhooks/delivery.ts";
import { shownUrl } from "../../webhooks/send-attempt.ts";
import { ActionButton } from "../layout/action.tsx";
import { Page } from "../layout/page.tsx";
import { formatTimeOfDay, plural } from "../render/format.ts";
import { SafeText } from "../render/safe-text.tsx";
import { Badge } from "../render/status.tsx";
import { pageUrl, UI_PATH, type View } from "../view.ts";
import { DeliveryDetail } from "./delivery-detail.tsx";
import { DeliveryStatus } from "./delivery-status.tsx";

/** A page that lists more is one nobody reads; the filter finds the others. */
const SHOWN_MAX = 100;

/** The deliveries of the world, newest first, and one of them in full. */
export const WebhooksPage: FC<{ readonly view: View; readonly id: string | null }> = ({ view, id }) => {
  const { world, runtime } = view;
  const deliveries = world.deliveries.list();
  const pending = deliveries.filter(({ status }) => status === "pending").length;
  return (
    <Page
      view={view}
      title="Webhooks"
      lead={`${plural(deliveries.length, "delivery", "deliveries")}, ${pending} of them pending. Retries follow the vendor's schedule on this world's clock.`}
    >
      {deliveries.length === 0 ? (
        <NoDeliveries sends={runtime.definition.webhooks !== undefined} />
      ) : (
        <div class={id === null ? "split" : "split has-detail"}>
          <section class="split-list" aria-label="Deliveries">
            <div class="toolbar">
              <StatusFilter view={view} />
              <ActionButton
                api="POST /admin/webhooks/flush"
                done="Pending deliveries attempted: {attempted}."
                label="Attempt pending now"
              />
            </div>
            <FailingEndpoints view={view} />
            <DeliveryList view={view} deliveries={deliveries} id={id} />
          </section>
          <section class="split-detail" aria-label="Delivery" id="detail">
            {id === null ? (
              <p class="empty">Choose a delivery to see its message and every attempt.</p>
            ) : (
              <DeliveryDetail view={view} delivery={world.deliveries.get(id)} id={id} />
            )}
          </section>
        </div>
      )}
    </Page>
  );
};

const NoDeliveries: FC<{ readonly sends: boolean }> = ({ sends }) => (
  <div class="empty">
    <h2>{sends ? "Nothing was sent yet" : "This vendor sends no webhooks"}</h2>
    {sends ? (
      <p>
        Register an endpoint through the vendor's API, or set <code>webhook_url</code> on the page Behaviour: it gets
        every event. Then do something that makes the vendor tell.
      </p>
    ) : null}
  </div>
);

const StatusFilter: FC<{ readonly view: View }> = ({ view: { world, query } }) => (
  <form class="filter" method="get" action={`${UI_PATH}/webhooks`}>
    <input type="hidden" name="world" value={world.name} />
    <label>
      <span class="visually-hidden">Status of deliveries</span>
      <select name="status" data-submits>
        <option value="">Any status</option>
        {DELIVERY_STATUSES.map((status) => (
          <option value={status} selected={status === query.get("status")}>
            {status}
          </option>
        ))}
      </select>
    </label>
    <button class="quiet needs-no-script">Filter</button>
  </form>
);

/** Endpoints on their way to being disabled. */
const FailingEndpoints: FC<{ readonly view: View }> = ({ view: { world } }) => {
  const failing = world.deliveries.failing.list();
  if (failing.length === 0) return null;
  return (
    <ul class="rows">
      {failing.map(({ endpoint, failures, since }) => (
        <li class="row">
          <span class="row-main">
            <span class="mono">
              <SafeText text={endpoint} />
            </span>
            <span class="hint">{`${plural(failures, "attempt")} failed in a row since ${formatTimeOfDay(since)}`}</span>
          </span>
          <Badge tone="warn">failing</Badge>
        </li>
      ))}
    </ul>
  );
};

const DeliveryList: FC<{
  readonly view: View;
  readonly deliveries: readonly Delivery[];
  readonly id: string | null;
}> = ({ view: { world, query, runtime }, deliveries, id }) => {
  const status = query.get("status") ?? "";
  const matching = deliveries.filter((delivery) => status === "" || delivery.status === status);
  if (matching.length === 0) return <p class="empty">No delivery is {status}.</p>;
  return (
    <>
      <ol class="ledger">
        {matching
          .slice(-SHOWN_MAX)
          .toReversed()
          .map((delivery) => (
            <li id={delivery.id}>
              <a
                class="delivery"
                href={pageUrl(world.name, `/webhooks/${encodeURIComponent(delivery.id)}`, { status })}
                aria-current={delivery.id === id ? "true" : undefined}
              >
                <span class="path">
                  <SafeText text={delivery.message.event.type} />
                </span>
                <DeliveryStatus status={delivery.status} />
                <span class="meta">
                  <SafeText text={shownUrl(delivery.message.url, runtime.scrubber)} />
                  <span>{plural(delivery.attempts.length, "attempt")}</span>
                  <span>{formatTimeOfDay(delivery.created_at)}</span>
                </span>
              </a>
            </li>
          ))}
      </ol>
      {matching.length > SHOWN_MAX ? <p class="note">{`The newest ${SHOWN_MAX} of ${matching.length}.`}</p> : null}
    </>
  );
};
