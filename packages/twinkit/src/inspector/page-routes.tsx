import type { HtmlEscapedString } from "hono/utils/html";
import { RequestsPage } from "./panels/requests.tsx";
import type { View } from "./view.ts";

type Rendered = HtmlEscapedString | Promise<HtmlEscapedString>;

interface PageRoute {
  readonly pattern: string;
  readonly render: (view: View, params: Readonly<Record<string, string>>) => Rendered;
}

export function pageRoutes(): readonly PageRoute[] {
  return [
    { pattern: "/requests", render: (view) => <RequestsPage view={view} seq={null} /> },
    {
      pattern: "/requests/:seq{[0-9]{1,15}}",
      render: (view, { seq }) => <RequestsPage view={view} seq={Number(seq)} />,
    },
  ];
}
