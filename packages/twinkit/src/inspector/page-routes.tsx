import { BehaviourPage } from "./panels/behaviour.tsx";
import { ClockPage } from "./panels/clock.tsx";
import { FaultsPage } from "./panels/faults.tsx";
import { OverviewPage } from "./panels/overview.tsx";
import { RequestsPage } from "./panels/requests.tsx";
import { RunsPage } from "./panels/runs.tsx";
import { SnapshotsPage } from "./panels/snapshots.tsx";
import { StatePage } from "./panels/state.tsx";
import { WebhooksPage } from "./panels/webhooks.tsx";
import { WorldsPage } from "./panels/worlds.tsx";
import type { Rendered } from "./pages-app.tsx";
import type { View } from "./view.ts";

interface PageRoute {
  readonly pattern: string;
  readonly render: (view: View, params: Readonly<Record<string, string>>) => Rendered;
}

/** The pages of a twin, below `/admin/ui`. */
export const PAGE_ROUTES: readonly PageRoute[] = [
  { pattern: "/", render: (view) => <OverviewPage view={view} /> },
  { pattern: "/requests", render: (view) => <RequestsPage view={view} seq={null} /> },
  {
    pattern: "/requests/:seq{[0-9]{1,15}}",
    render: (view, { seq }) => <RequestsPage view={view} seq={Number(seq)} />,
  },
  { pattern: "/state", render: (view) => <StatePage view={view} /> },
  { pattern: "/webhooks", render: (view) => <WebhooksPage view={view} id={null} /> },
  { pattern: "/webhooks/:id", render: (view, { id = "" }) => <WebhooksPage view={view} id={id} /> },
  { pattern: "/faults", render: (view) => <FaultsPage view={view} /> },
  { pattern: "/behaviour", render: (view) => <BehaviourPage view={view} /> },
  { pattern: "/runs", render: async (view) => <RunsPage view={view} runs={await view.runtime.runs.list()} /> },
  { pattern: "/clock", render: (view) => <ClockPage view={view} /> },
  { pattern: "/snapshots", render: (view) => <SnapshotsPage view={view} /> },
  { pattern: "/worlds", render: (view) => <WorldsPage view={view} /> },
];
