import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { LedgerEntry } from "@twinkit-pro/contracts";
import { readTextBounded, removeFile } from "@twinkit-pro/persist";
import * as v from "valibot";
import type { Exchanges } from "./evidence.ts";

/** Where a twin's test run leaves its exchanges, inside the twin's folder; not committed. */
export const EVIDENCE_DIRECTORY = ".evidence";

const EVIDENCE_BYTES_MAX = 256 * 1024 * 1024;

/** Forgets the evidence of earlier runs. */
export async function clearEvidence(): Promise<void> {
  for (const file of await evidenceFiles()) await removeFile(file);
}

/** Exchanges of the last test run, one list per twin instance and world, in their order. */
export async function readEvidence(): Promise<Exchanges[]> {
  const runs: Exchanges[] = [];
  for (const file of await evidenceFiles()) {
    const text = await readTextBounded(file, { maxBytes: EVIDENCE_BYTES_MAX });
    const entries = text.split("\n").flatMap((line) => (line === "" ? [] : [v.parse(LedgerEntry, JSON.parse(line))]));
    runs.push(...Map.groupBy(entries, ({ world }) => world).values());
  }
  return runs;
}

async function evidenceFiles(): Promise<string[]> {
  try {
    const names = await readdir(EVIDENCE_DIRECTORY);
    return names
      .filter((name) => name.endsWith(".jsonl"))
      .toSorted()
      .map((name) => join(EVIDENCE_DIRECTORY, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
