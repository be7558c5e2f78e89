import type { LedgerEntry, RecordedMessage } from "@twinkit-pro/contracts";
import type { FC } from "hono/jsx";
import { FAIL_RATE } from "../../faults/disturbance.ts";
import { objectFinder } from "../find-object.ts";
import { BodyView, FormView, PlainText } from "../render/body-view.tsx";
import { curlCommand } from "../render/curl-command.ts";
import { formatDuration, formatInstant } from "../render/format.ts";
import type { FindObject } from "../render/json-view.tsx";
import { SafeText } from "../render/safe-text.tsx";
import { HttpStatus } from "../render/status.tsx";
import { pageUrl, type View } from "../view.ts";
import { HeaderList } from "./header-list.tsx";

interface DetailProps {
  readonly view: View;
  readonly entry: LedgerEntry;
  /** Where the list is. */
  readonly back: string;
}

/** One exchange in full. */
export const RequestDetail: FC<DetailProps> = ({ view, entry, back }) => {
  const find = objectFinder(view.world);
  return (
    <article class="exchange" id={`exchange-${entry.seq}`}>
      <a class="back" href={back}>
        All requests
      </a>
      <h2 class="mono">
        <span class="method">{entry.method}</span> <SafeText text={entry.path} />
      </h2>
      <p class="facts">
        <HttpStatus status={entry.status} named />
        <span>{formatDuration(entry.duration_ms)}</span>
        <time datetime={entry.at}>{formatInstant(entry.at)} UTC</time>
        {entry.operation === null ? null : <span class="mono">{entry.operation}</span>}
        <span>#{entry.seq}</span>
      </p>
      {entry.unimplemented === undefined ? null : (
        <p class="note tone-warn">
          The twin has no such route and answered as the vendor answers an unknown one. Check the path, or see the
          twin's COVERAGE.md for what it leaves out.
        </p>
      )}
      {entry.fault === undefined ? null : (
        <p class="note">
          {entry.fault === FAIL_RATE ? "The configured failure rate" : `The fault ${entry.fault}`} did this; it says
          nothing of the vendor. <a href={pageUrl(view.world.name, "/faults")}>Show the faults</a>
        </p>
      )}
      {entry.query === "" ? null : (
        <section>
          <h3>Query</h3>
          <FormView text={entry.query} find={find} />
        </section>
      )}
      <MessageView title="Request" message={entry.request} find={find} />
      <MessageView title="Response" message={entry.response} find={find} />
      <details id="curl">
        <summary>As a command</summary>
        <section>
          <div class="section-head">
            <p class="note">Secrets are taken out: put yours where it says REDACTED.</p>
            <button type="button" class="quiet needs-script" data-copies>
              Copy command
            </button>
          </div>
          <div class="body">
            <PlainText text={curlCommand(entry, view.origin)} />
          </div>
        </section>
      </details>
    </article>
  );
};

const MessageView: FC<{ readonly title: string; readonly message: RecordedMessage; readonly find: FindObject }> = ({
  title,
  message,
  find,
}) => (
  <section>
    <div class="section-head">
      <h3>{title}</h3>
      {message.body_encoding === "utf8" ? (
        <button type="button" class="quiet needs-script" data-copies>
          Copy body
        </button>
      ) : null}
    </div>
    <div class="body">
      <BodyView message={message} find={find} />
    </div>
    <HeaderList headers={message.headers} title={`${title} headers`} />
  </section>
);
