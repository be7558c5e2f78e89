import type { LedgerEntry } from "@twinkit-pro/contracts";

const ENTRIES_PER_PAGE = 50;
const TEXT_CHARS_MAX = 200;
export const FILTER_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
/** What to look for, and how the choice reads. */
export const FILTER_STATUSES = {
  "2xx": "2xx",
  "3xx": "3xx",
  "4xx": "4xx",
  "5xx": "5xx",
  unimplemented: "not in this twin",
  fault: "hit by a fault",
} as const;

/** What the ledger is narrowed to. */
export interface LedgerFilter {
  readonly method: string;
  readonly status: string;
  /** Looked for in path, query, operation and both bodies, whatever the case. */
  readonly text: string;
  /** Only exchanges with a lower `seq`; null for the newest. */
  readonly before: number | null;
  /** The same as a query of the page. */
  readonly query: Readonly<Record<string, string>>;
}

export function readLedgerFilter(query: URLSearchParams): LedgerFilter {
  const method = known(FILTER_METHODS, query.get("method"));
  const status = known(Object.keys(FILTER_STATUSES), query.get("status"));
  const text = (query.get("text") ?? "").trim().slice(0, TEXT_CHARS_MAX);
  const before = /^\d{1,15}$/.exec(query.get("before") ?? "")?.[0] ?? "";
  return {
    method,
    status,
    text,
    before: before === "" ? null : Number(before),
    query: { method, status, text, before },
  };
}

/** The newest entries that match, and where the next page begins. */
export function ledgerPage(
  entries: readonly LedgerEntry[],
  filter: LedgerFilter,
): { readonly shown: readonly LedgerEntry[]; readonly older: number | null } {
  const shown: LedgerEntry[] = [];
  for (const entry of entries.toReversed()) {
    if (!matches(entry, filter)) continue;
    if (shown.length === ENTRIES_PER_PAGE) return { shown, older: shown.at(-1)?.seq ?? null };
    shown.push(entry);
  }
  return { shown, older: null };
}

function matches(entry: LedgerEntry, { method, status, text, before }: LedgerFilter): boolean {
  if (before !== null && entry.seq >= before) return false;
  if (method !== "" && entry.method !== method) return false;
  if (!hasStatus(entry, status)) return false;
  return text === "" || contains(entry, text.toLowerCase());
}

function hasStatus({ status, unimplemented, fault }: LedgerEntry, wanted: string): boolean {
  if (wanted === "") return true;
  if (wanted === "unimplemented") return unimplemented !== undefined;
  if (wanted === "fault") return fault !== undefined;
  return Math.floor(status / 100) === Number(wanted[0]);
}

function contains({ path, query, operation, request, response }: LedgerEntry, text: string): boolean {
  return [path, query, operation ?? "", request.body, response.body].some((part) => part.toLowerCase().includes(text));
}

function known(values: readonly string[], value: string | null): string {
  return value !== null && values.includes(value) ? value : "";
}
