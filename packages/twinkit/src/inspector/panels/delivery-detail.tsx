import type { FC } from "hono/jsx";
import type { Delivery, DeliveryAttempt } from "../../webhooks/delivery.ts";
import { shownUrl } from "../../webhooks/send-attempt.ts";
import { objectFinder } from "../find-object.ts";
import { ActionButton } from "../layout/action.tsx";
import { BodyView } from "../render/body-view.tsx";
import { formatDistance, formatDuration, formatInstant } from "../render/format.ts";
import type { FindObject } from "../render/json-view.tsx";
import { SafeText } from "../render/safe-text.tsx";
import { HttpStatus } from "../render/status.tsx";
import { pageUrl, type View } from "../view.ts";
import { HeaderList } from "./header-list.tsx";
import { DeliveryStatus } from "./delivery-status.tsx";

interface DetailProps {
  readonly view: View;
  readonly delivery: Delivery | undefined;
  readonly id: string;
}

/** One delivery in full: the message, and request and response of each attempt. */
export const DeliveryDetail: FC<DetailProps> = ({ view, delivery, id }) => {
  const { world, runtime } = view;
  if (delivery === undefined) {
    return (
      <p class="empty">
        <span>
          There is no delivery <SafeText text={id} /> in this world any more.
        </span>
      </p>
    );
  }
  const { message, attempts } = delivery;
  const find = objectFinder(world);
  return (
    <article class="exchange">
      <a class="back" href={pageUrl(world.name, "/webhooks")}>
        All deliveries
      </a>
      <div class="section-head">
        <h2 class="mono">
          <SafeText text={message.event.type} />
        </h2>
        <ActionButton
          api={`POST /admin/webhooks/${encodeURIComponent(id)}/replay`}
          done="Sent again as {delivery}."
          label="Replay"
          of={id}
        />
      </div>
      <DeliveryFacts view={view} delivery={delivery} />
      <section>
        <div class="section-head">
          <h3>Message</h3>
          <button type="button" class="quiet needs-script" data-copies>
            Copy body
          </button>
        </div>
        <p class="mono wraps">
          POST <SafeText text={shownUrl(message.url, runtime.scrubber)} />
        </p>
        <div class="body">
          <BodyView
            message={{ headers: {}, body: runtime.scrubber.text(message.body), body_encoding: "utf8" }}
            find={find}
          />
        </div>
      </section>
      {attempts.map((attempt, at) => (
        <AttemptView attempt={attempt} number={at + 1} find={find} />
      ))}
    </article>
  );
};

const DeliveryFacts: FC<{ readonly view: View; readonly delivery: Delivery }> = ({ view: { world }, delivery }) => {
  const { id, status, message, created_at: createdAt, next_attempt_at: nextAt, replayed_from: replayed } = delivery;
  return (
    <>
      <p class="facts">
        <DeliveryStatus status={status} />
        <span class="mono">{id}</span>
        <span class="mono">
          <SafeText text={message.endpoint} />
        </span>
        <time datetime={createdAt}>{formatInstant(createdAt)} UTC</time>
        {nextAt === null ? null : <span>next attempt {formatDistance(world.clock.nowMs, Date.parse(nextAt))}</span>}
        {replayed === null ? null : (
          <span>
            repeats <a href={pageUrl(world.name, `/webhooks/${encodeURIComponent(replayed)}`)}>{replayed}</a>
          </span>
        )}
      </p>
      {delivery.failure === null ? null : (
        <p class="note tone-bad">
          <SafeText text={delivery.failure} />
        </p>
      )}
    </>
  );
};

const AttemptView: FC<{ readonly attempt: DeliveryAttempt; readonly number: number; readonly find: FindObject }> = ({
  attempt,
  number,
  find,
}) => {
  const { response, error } = attempt;
  return (
    <section id={`attempt-${number}`}>
      <h3>Attempt {number}</h3>
      <p class="facts">
        {response === null ? <span class="tone-bad">no answer</span> : <HttpStatus status={response.status} named />}
        <span>{formatDuration(attempt.duration_ms)}</span>
        <time datetime={attempt.at}>{formatInstant(attempt.at)} UTC</time>
      </p>
      {error === null ? null : (
        <p class="note">
          <SafeText text={error} />
        </p>
      )}
      <HeaderList headers={attempt.request.headers} title={`Request headers of attempt ${number}`} />
      {response === null ? null : (
        <>
          <HeaderList headers={response.headers} title={`Response headers of attempt ${number}`} />
          {response.body === "" ? null : (
            <div class="body">
              <BodyView
                message={{ headers: response.headers, body: response.body, body_encoding: "utf8" }}
                find={find}
              />
            </div>
          )}
        </>
      )}
    </section>
  );
};
