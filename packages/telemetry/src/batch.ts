import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { TelemetryBatch, TelemetryEvent } from "@twinkit-pro/contracts";
import type { BufferedEvent } from "./emitted-event.ts";

/** Below this a gzip header and a thread hop cost more than they save. */
const GZIP_BYTES_MIN = 1_024;

const compress = promisify(gzip);

/** Events with their ids; a retry sends the same ids, so that ingest stores each once. */
export type Batch = readonly TelemetryEvent[];

export interface BatchSource {
  readonly twin: TelemetryBatch["twin"];
  readonly twinVersion: TelemetryBatch["twin_version"];
}

export interface EncodedBatch {
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export function stampEvents(buffered: readonly BufferedEvent[], newId: () => string): Batch {
  return buffered.map(({ event, atMs }) => ({ ...event, event_id: newId(), at: new Date(atMs).toISOString() }));
}

/** The batch as two, none of them empty; null for a single event. */
export function splitBatch(batch: Batch): readonly [Batch, Batch] | null {
  if (batch.length < 2) return null;
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}

export async function encodeBatch(batch: Batch, source: BatchSource): Promise<EncodedBatch> {
  const content: TelemetryBatch = {
    schema_version: 1,
    twin: source.twin,
    twin_version: source.twinVersion,
    events: [...batch],
  };
  const json = JSON.stringify(content);
  const headers = { "content-type": "application/json" };
  if (json.length < GZIP_BYTES_MIN) return { body: json, headers };
  return { body: await compress(json), headers: { ...headers, "content-encoding": "gzip" } };
}
