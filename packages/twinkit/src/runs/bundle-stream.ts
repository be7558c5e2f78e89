import { createReadStream } from "node:fs";
import { formatReplayLine, type ReplayHeader } from "@twinkit-pro/contracts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { World } from "../world/world.ts";
import type { Run } from "./run.ts";

/** A bundle ready to be sent: its bytes are read as they are sent. */
export interface BundleStream {
  readonly runId: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The bundle of a run; where the run goes on, up to now. */
export function bundleOfRun<T extends TwinTypes>(run: Run<T>, nowMs: number): BundleStream {
  const { capture, id } = run;
  // Taken together, before anything waits: the count is that of the bytes.
  const bytes = capture.sink.read();
  const isWhole = run.manifest().sha256 !== null;
  const trailer = formatReplayLine(capture.trailer(new Date(nowMs).toISOString()));
  return { runId: id, bytes: isWhole ? bytes : followed(bytes, trailer) };
}

/** The bundle that lies in a file, as it is. */
export function bundleInFile(runId: string, path: string): BundleStream {
  return { runId, bytes: createReadStream(path) as AsyncIterable<Uint8Array> };
}

/** What the ledger of a world still has, as a bundle. */
export function bundleOfLedger<T extends TwinTypes>(
  { name, version }: TwinDefinition<T>,
  world: World<T>,
  nowMs: number,
): BundleStream {
  const { ledger } = world;
  const entries = ledger.list();
  const now = new Date(nowMs).toISOString();
  const isWhole = ledger.dropped === 0 && world.replacedBy === "reset";
  const header: ReplayHeader = {
    format: "wt-replay",
    version: 1,
    twin: `twin-${name}`,
    twin_version: version,
    run_id: "ledger",
    seed: world.seed,
    started_at: entries[0]?.at ?? now,
    world: world.name,
    ...(isWhole ? {} : { begins: "used" as const }),
  };
  const trailer = { entries: entries.length, dropped: ledger.dropped, finished_at: now };
  return { runId: header.run_id, bytes: lines([header, ...entries, trailer].map(formatReplayLine)) };
}

async function* lines(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(`${text}\n`);
}

async function* followed(bytes: AsyncIterable<Uint8Array>, line: string): AsyncGenerator<Uint8Array> {
  yield* bytes;
  yield Buffer.from(`${line}\n`);
}
