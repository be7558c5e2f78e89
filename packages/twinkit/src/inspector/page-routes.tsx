import { ClockPage } from "./panels/clock.tsx";
import { RequestsPage } from "./panels/requests.tsx";
import { SnapshotsPage } from "./panels/snapshots.tsx";
import { StatePage } from "./panels/state.tsx";
import { WorldsPage } from "./panels/worlds.tsx";
import type { Rendered } from "./pages-app.tsx";
import type { View } from "./view.ts";

interface PageRoute {
  readonly pattern: string;
  readonly render: (view: View, params: Readonly<Record<string, string>>) => Rendered;
}

/** The pages of a twin, below `/admin/ui`. */
export const PAGE_ROUTES: readonly PageRoute[] = [
  { pattern: "/requests", render: (view) => <RequestsPage view={view} seq={null} /> },
  {
    pattern: "/requests/:seq{[0-9]{1,15}}",
    render: (view, { seq }) => <RequestsPage view={view} seq={Number(seq)} />,
  },
  { pattern: "/state", render: (view) => <StatePage view={view} /> },
  { pattern: "/clock", render: (view) => <ClockPage view={view} /> },
  { pattern: "/snapshots", render: (view) => <SnapshotsPage view={view} /> },
  { pattern: "/worlds", render: (view) => <WorldsPage view={view} /> },
];
