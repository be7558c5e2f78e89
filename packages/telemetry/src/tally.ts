/** What the background task has counted so far. */
export interface Tally {
  accepted: number;
  duplicates: number;
  rejected: number;
  lost: number;
  attempts: number;
  failures: number;
  lastError: string | null;
}

export function createTally(): Tally {
  return { accepted: 0, duplicates: 0, rejected: 0, lost: 0, attempts: 0, failures: 0, lastError: null };
}
