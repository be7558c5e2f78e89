import type { LedgerEntry } from "@twinkit-pro/contracts";
import type { FC } from "hono/jsx";
import { Page } from "../layout/page.tsx";
import { formatCount, plural } from "../render/format.ts";
import { pageUrl, type View } from "../view.ts";
import { FirstSteps } from "./first-steps.tsx";
import { LedgerRow } from "./ledger-row.tsx";
import { RequestDetail } from "./request-detail.tsx";
import { type LedgerFilter, ledgerPage, readLedgerFilter } from "./ledger-filter.ts";
import { LedgerFilterForm } from "./ledger-filter-form.tsx";

/** The ledger, newest first, and one exchange of it in full. */
export const RequestsPage: FC<{ readonly view: View; readonly seq: number | null }> = ({ view, seq }) => {
  const filter = readLedgerFilter(view.query);
  const entries = view.world.ledger.list();
  const selected = seq === null ? undefined : entries.find((entry) => entry.seq === seq);
  const { dropped, size } = view.world.ledger;
  return (
    <Page
      view={view}
      title="Requests"
      lead={
        <>
          Every exchange with this world, secrets taken out.{" "}
          {dropped === 0 ? null : `The last ${plural(size, "request")}; ${formatCount(dropped)} older ones have left.`}
        </>
      }
    >
      {size === 0 ? (
        <FirstSteps view={view} />
      ) : (
        <div class={selected === undefined && seq === null ? "split" : "split has-detail"}>
          <section class="split-list" aria-label="Ledger">
            <LedgerFilterForm view={view} filter={filter} />
            <LedgerList view={view} entries={entries} filter={filter} seq={seq} />
          </section>
          <section class="split-detail" aria-label="Exchange" id="detail">
            {selected === undefined ? (
              <NoDetail gone={seq !== null} />
            ) : (
              <RequestDetail view={view} entry={selected} back={pageUrl(view.world.name, "/requests", filter.query)} />
            )}
          </section>
        </div>
      )}
    </Page>
  );
};

const LedgerList: FC<{
  readonly view: View;
  readonly entries: readonly LedgerEntry[];
  readonly filter: LedgerFilter;
  readonly seq: number | null;
}> = ({ view, entries, filter, seq }) => {
  const page = ledgerPage(entries, filter);
  const world = view.world.name;
  if (page.shown.length === 0) {
    return (
      <div class="empty">
        <p>No request matches.</p>
        <p>
          <a href={pageUrl(world, "/requests")}>Show all of them</a>
        </p>
      </div>
    );
  }
  return (
    <>
      <ol class="ledger" id="ledger" data-total={view.world.ledger.dropped + view.world.ledger.size}>
        {page.shown.map((entry) => (
          <li id={`r${entry.seq}`}>
            <a
              href={pageUrl(world, `/requests/${entry.seq}`, filter.query)}
              aria-current={entry.seq === seq ? "true" : undefined}
            >
              <LedgerRow entry={entry} />
            </a>
          </li>
        ))}
      </ol>
      <nav class="pager" aria-label="Pages of the ledger">
        {filter.before === null ? null : (
          <a href={pageUrl(world, "/requests", { ...filter.query, before: undefined })}>Newest</a>
        )}
        {page.older === null ? null : (
          <a href={pageUrl(world, "/requests", { ...filter.query, before: String(page.older) })}>Older</a>
        )}
      </nav>
    </>
  );
};

const NoDetail: FC<{ readonly gone: boolean }> = ({ gone }) => (
  <div class="empty">
    {gone ? (
      <p>This exchange is not in the ledger: it has left at the front, or the world was reset.</p>
    ) : (
      <p>Choose a request to see what was sent and what came back.</p>
    )}
  </div>
);
