import type { LedgerEntry } from "@twinkit-pro/contracts";
import type { FC } from "hono/jsx";
import { formatDuration, formatTimeOfDay } from "../render/format.ts";
import { SafeText } from "../render/safe-text.tsx";
import { Badge, HttpStatus } from "../render/status.tsx";

/** One exchange in a list. */
export const LedgerRow: FC<{ readonly entry: LedgerEntry }> = ({ entry }) => (
  <>
    <span class="method">{entry.method}</span>
    <span class="path">
      <SafeText text={entry.path} />
    </span>
    <HttpStatus status={entry.status} />
    <span class="meta">
      {entry.unimplemented === undefined ? <span>{entry.operation}</span> : <Badge tone="warn">not in this twin</Badge>}
      {entry.fault === undefined ? null : <Badge tone="info">{entry.fault}</Badge>}
      <span>{formatTimeOfDay(entry.at)}</span>
      <span>{formatDuration(entry.duration_ms)}</span>
    </span>
  </>
);
