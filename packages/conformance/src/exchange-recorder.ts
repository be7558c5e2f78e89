import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { LedgerEntry } from "@twinkit-pro/contracts";
import { atomicWriteFile, ensureDirectory } from "@twinkit-pro/persist";
import { EVIDENCE_DIRECTORY } from "./evidence-files.ts";

/** Most exchanges one recorder keeps; a run of the tests of one twin has a few thousand. */
const EXCHANGES_MAX = 100_000;

export interface ExchangeRecorder {
  /** Give it to `createTwin` as `onExchange`. */
  readonly onExchange: (entry: LedgerEntry) => void;
  /** Writes what was recorded into the evidence directory of the current folder. */
  readonly flush: () => Promise<void>;
}

/** Keeps the exchanges of one twin instance as evidence for its coverage files. */
export function recordExchanges(): ExchangeRecorder {
  const entries: LedgerEntry[] = [];
  return {
    onExchange: (entry) => {
      if (entries.length < EXCHANGES_MAX) entries.push(entry);
    },
    flush: async () => {
      await ensureDirectory(EVIDENCE_DIRECTORY);
      const lines = entries.splice(0).map((entry) => JSON.stringify(entry));
      await atomicWriteFile(join(EVIDENCE_DIRECTORY, `${randomUUID()}.jsonl`), lines.join("\n"));
    },
  };
}
