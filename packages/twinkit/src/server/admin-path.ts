/** Names under `/admin/` that are ours; a vendor's own paths under `/admin` (Shopify's) stay the vendor's. */
export const ADMIN_SEGMENTS = [
  "health",
  "reset",
  "state",
  "worlds",
  "snapshots",
  "requests",
  "runs",
  "replay",
  "time",
  "webhooks",
  "faults",
  "config",
  "limits",
  "quirks",
  "openapi.json",
  "ui",
] as const;

const ADMIN_PATH = new RegExp(
  String.raw`^https?://[^/]+/admin/(?:${ADMIN_SEGMENTS.join("|").replaceAll(".", String.raw`\.`)})(?:[/?]|$)`,
);
const ADMIN_ROOT = /^https?:\/\/[^/]+\/admin\/?(?:\?|$)/;

/** Whether a request URL belongs to the admin API. */
export function isAdminPath(url: string): boolean {
  return ADMIN_PATH.test(url) || ADMIN_ROOT.test(url);
}
