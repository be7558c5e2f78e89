import type { FC } from "hono/jsx";
import { Page } from "../layout/page.tsx";
import { formatCount, formatDistance, plural } from "../render/format.ts";
import { SafeText } from "../render/safe-text.tsx";
import { Badge } from "../render/status.tsx";
import { pageUrl, type View } from "../view.ts";
import { FirstSteps } from "./first-steps.tsx";
import { LedgerRow } from "./ledger-row.tsx";

const RECENT = 8;

/** What happens in the world at a glance, and where to go from here. */
export const OverviewPage: FC<{ readonly view: View }> = ({ view }) => {
  const { world, origin, runtime } = view;
  const entries = world.ledger.list();
  return (
    <Page
      view={view}
      title="Overview"
      lead={
        <>
          The {runtime.definition.name} twin answers at <code>{origin}</code>. This is the world{" "}
          <code>{world.name}</code>.
        </>
      }
    >
      <div class="stack">
        <Figures view={view} />
        {entries.length === 0 ? (
          <FirstSteps view={view} />
        ) : (
          <section class="stack" aria-labelledby="recent">
            <div class="section-head">
              <h2 id="recent">Latest requests</h2>
              <a href={pageUrl(world.name, "/requests")}>All requests</a>
            </div>
            <ol class="ledger">
              {entries
                .slice(-RECENT)
                .toReversed()
                .map((entry) => (
                  <li id={`r${entry.seq}`}>
                    <a href={pageUrl(world.name, `/requests/${entry.seq}`)}>
                      <LedgerRow entry={entry} />
                    </a>
                  </li>
                ))}
            </ol>
          </section>
        )}
        <MissingRoutes view={view} />
      </div>
    </Page>
  );
};

/** The numbers that people look for first, each a way to its page. */
const Figures: FC<{ readonly view: View }> = ({ view: { world, runtime } }) => {
  const { ledger, agenda, clock } = world;
  const requests = ledger.dropped + ledger.size;
  const failed = ledger.list().filter(({ status }) => status >= 400).length;
  const deliveries = world.deliveries.list();
  const undelivered = deliveries.filter(({ status }) => status !== "delivered").length;
  const due = agenda.nextDueMs === null ? "nothing due" : `next ${formatDistance(clock.nowMs, agenda.nextDueMs)}`;
  const figures = [
    ["Requests", requests, "/requests", `${formatCount(failed)} answered 4xx or 5xx`],
    ["Objects", world.objects, "/state", "in the state"],
    ["Webhooks", deliveries.length, "/webhooks", `${formatCount(undelivered)} not delivered`],
    ["Waiting", agenda.size, "/clock", due],
    ["Worlds", runtime.worlds.size, "/worlds", "in this twin"],
  ] as const;
  return (
    <ul class="figures">
      {figures.map(([label, count, path, note]) => (
        <li class="card">
          <a href={pageUrl(world.name, path)}>
            <span class="figure-label">{label}</span>
            <span class="figure">{formatCount(count)}</span>
            <span class="hint">{note}</span>
          </a>
        </li>
      ))}
    </ul>
  );
};

/** Routes that somebody called and that the twin does not have. */
const MissingRoutes: FC<{ readonly view: View }> = ({ view: { world } }) => {
  const counts = new Map<string, number>();
  for (const { unimplemented } of world.ledger.list()) {
    if (unimplemented !== undefined) counts.set(unimplemented, (counts.get(unimplemented) ?? 0) + 1);
  }
  if (counts.size === 0) return null;
  const routes = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, RECENT);
  return (
    <section class="stack" aria-labelledby="missing">
      <div class="section-head">
        <h2 id="missing">Asked for, not in this twin</h2>
        <a href={pageUrl(world.name, "/requests", { status: "unimplemented" })}>Show the requests</a>
      </div>
      <ul class="rows">
        {routes.map(([route, count]) => (
          <li class="row">
            <span class="mono">
              <SafeText text={route} />
            </span>
            <Badge tone="warn">{plural(count, "time")}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
};
