import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { formatReplayLine, type ReplayHeader, type RunManifest } from "@twinkit-pro/contracts";
import { readReplay } from "../replay/read-replay.ts";
import type { CaptureFile, RunFiles } from "./run-files.ts";

/**
 * Closes the capture of a process that is gone: what a crash left of its last line is cut off, the trailer is added.
 * @throws PersistError `locked` where the process lives, `not_found`; ReplayError where the capture is damaged before its end
 */
export async function recoverRun(files: RunFiles, runId: string, finishedAt: string): Promise<RunManifest> {
  const file = await files.reopen(runId);
  try {
    const { header, entries, dropped } = await completed(file, finishedAt);
    await file.log.close();
    const manifest: RunManifest = {
      ...manifestOf(header, runId),
      status: "finished",
      finished_at: finishedAt,
      entries,
      dropped,
      bytes: file.log.size,
      sha256: await digestOf(file.log.path),
      path: file.log.path,
      recovered: true,
      problem: "The process that captured ended before the run did. What took place after its last line is not known.",
    };
    await files.writeManifest(manifest);
    return manifest;
  } finally {
    await file.log.close();
    await file.lock.release();
  }
}

/** What a header alone says of its run. */
export function manifestOf(header: ReplayHeader | null, runId: string): Omit<RunManifest, "status" | "path"> {
  return {
    run_id: runId,
    twin: header?.twin ?? "twin-unknown",
    twin_version: header?.twin_version ?? "0.0.0",
    world: header?.world ?? "*",
    seed: header?.seed ?? 0,
    started_at: header?.started_at ?? new Date(0).toISOString(),
    finished_at: null,
    entries: null,
    dropped: null,
    bytes: 0,
    sha256: null,
    recovered: false,
    problem: null,
  };
}

interface Completed {
  readonly header: ReplayHeader;
  readonly entries: number;
  /** Null where a crash may have lost some. */
  readonly dropped: number | null;
}

async function completed({ log }: CaptureFile, finishedAt: string): Promise<Completed> {
  const stream = createReadStream(log.path);
  const reader = await readReplay(stream as AsyncIterable<Uint8Array>, { recover: true });
  let entries = 0;
  for await (const _ of reader.entries) entries += 1;
  const trailer = reader.trailer();
  if (trailer !== null) return { header: reader.header, entries, dropped: trailer.dropped };
  log.write(formatReplayLine({ entries, dropped: 0, finished_at: finishedAt }));
  return { header: reader.header, entries, dropped: null };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest("hex");
}
