import { join } from "node:path";
import { ClockMark, observeClock } from "@twinkit-pro/license-verifier";
import { atomicWriteFile, ensureDirectory, readTextIfExists } from "@twinkit-pro/persist";
import * as v from "valibot";

const MARK_BYTES_MAX = 4_096;

/** The latest time this machine's clock was seen at; null where none was kept or what is there is no mark. */
export async function readClockMark(home: string): Promise<ClockMark | null> {
  const text = await readTextIfExists(markPath(home), { maxBytes: MARK_BYTES_MAX });
  if (text === undefined) return null;
  try {
    return v.parse(ClockMark, JSON.parse(text));
  } catch {
    // A damaged mark only forgets what the clock said; it must not keep anybody from working.
    return null;
  }
}

export async function writeClockMark(home: string, mark: ClockMark): Promise<void> {
  await ensureDirectory(home);
  await atomicWriteFile(markPath(home), `${JSON.stringify(mark)}\n`);
}

/** Moves the mark on to now: a host may have run for days since the last one. */
export async function moveClockMark(home: string, licenseIat: number): Promise<void> {
  const kept = await readClockMark(home);
  await writeClockMark(home, observeClock(kept ?? undefined, Date.now() / 1_000, licenseIat).mark);
}

function markPath(home: string): string {
  return join(home, "clock-mark.json");
}
