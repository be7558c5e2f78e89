import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ReplayHeader, RunId, RunManifest } from "@twinkit-pro/contracts";
import {
  acquireLock,
  atomicWriteFile,
  ensureDirectory,
  type Lock,
  openRecordLog,
  PersistError,
  readTextIfExists,
  type RecordLog,
  removeFile,
} from "@twinkit-pro/persist";
import * as v from "valibot";
import { readReplay } from "../replay/read-replay.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { RUN_FILE_BYTES_MAX } from "./capture-sink.ts";

const MANIFEST_BYTES_MAX = 64 * 1024;
/** Most runs of a directory that are listed; of the others only the newest names count. */
export const RUNS_LISTED_MAX = 1_000;
const CAPTURE = ".jsonl";

/** A capture on the disk that this process writes alone. */
export interface CaptureFile {
  readonly log: RecordLog;
  readonly lock: Lock;
}

/** The captures of one twin's runs: `<run_id>.jsonl`, and beside it `<run_id>.json`, the manifest, once it has ended. */
export class RunFiles {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  capturePath(runId: string): string {
    return join(this.directory, `${runId}${CAPTURE}`);
  }

  /** @throws PersistError `already_exists` where there is a run of that name */
  async create(runId: string): Promise<CaptureFile> {
    await ensureDirectory(this.directory);
    const lock = await this.#lock(runId);
    try {
      return { lock, log: await openRecordLog(this.capturePath(runId), { open: "new", maxBytes: RUN_FILE_BYTES_MAX }) };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Opens what another process has left. @throws PersistError `locked` where it still lives, `not_found` */
  async reopen(runId: string): Promise<CaptureFile> {
    const path = this.capturePath(runId);
    // The lock would make the directory.
    await stat(path).catch(() => {
      throw new PersistError("not_found", path, `There is no capture ${path}.`);
    });
    const lock = await this.#lock(runId);
    try {
      return { lock, log: await openRecordLog(path, { open: "append", maxBytes: RUN_FILE_BYTES_MAX }) };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async discard({ log, lock }: CaptureFile): Promise<void> {
    await log.close();
    await removeFile(log.path);
    await lock.release();
  }

  async writeManifest(manifest: RunManifest): Promise<void> {
    await atomicWriteFile(this.#manifestPath(manifest.run_id), `${JSON.stringify(manifest, null, 2)}\n`);
  }

  /** Undefined for a run that has not ended, or is none. */
  async manifest(runId: string): Promise<RunManifest | undefined> {
    const text = await readTextIfExists(this.#manifestPath(runId), { maxBytes: MANIFEST_BYTES_MAX });
    if (text === undefined) return undefined;
    const parsed = v.safeParse(RunManifest, parsedJson(text));
    return parsed.success ? parsed.output : undefined;
  }

  /** What an unfinished capture says of itself; null where not even its header is there. */
  async header(runId: string): Promise<ReplayHeader | null> {
    const stream = createReadStream(this.capturePath(runId));
    try {
      const reader = await readReplay(stream as AsyncIterable<Uint8Array>, { recover: true });
      await reader.close();
      return reader.header;
    } catch {
      return null;
    }
  }

  async size(runId: string): Promise<number> {
    return (await stat(this.capturePath(runId))).size;
  }

  /** Whether a living process writes the capture. */
  async isHeld(runId: string): Promise<boolean> {
    try {
      await (await this.#lock(runId)).release();
      return false;
    } catch (error) {
      if (error instanceof PersistError && error.code === "locked") return true;
      throw error;
    }
  }

  /** Names of the runs, newest last where the kit named them. @throws TwinkitError `run_storage` */
  async list(): Promise<string[]> {
    const names = await readdir(this.directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
      const problem = `The captures in ${this.directory} cannot be listed: ${error.message}.`;
      throw new TwinkitError("run_storage", problem, { cause: error });
    });
    return names
      .filter((name) => name.endsWith(CAPTURE))
      .map((name) => name.slice(0, -CAPTURE.length))
      .filter((name) => v.is(RunId, name))
      .toSorted()
      .slice(-RUNS_LISTED_MAX);
  }

  #manifestPath(runId: string): string {
    return join(this.directory, `${runId}.json`);
  }

  #lock(runId: string): Promise<Lock> {
    return acquireLock(join(this.directory, `${runId}.lock`));
  }
}

/** A name that sorts by time. */
export function newRunId(wallMs: number): string {
  const at = new Date(wallMs).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `run-${at}-${randomBytes(3).toString("hex")}`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
