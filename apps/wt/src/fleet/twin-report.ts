import { table } from "../cli/table.ts";
import type { AdminClient } from "./admin-client.ts";
import type { KnownHost } from "./host-records.ts";

/** What `wt up` and `wt status` say of one twin. */
export interface TwinReport {
  readonly twin: string;
  readonly url: string;
  readonly pid: number;
  /** Where the fleet's own admin API and page are; null where the host has none. */
  readonly fleet: string | null;
  readonly started_at: string;
  readonly uptime_seconds: number;
  /** Whether its process runs; a twin is unhealthy where it does not. */
  readonly running: boolean;
  readonly healthy: boolean;
  readonly worlds: number | null;
  readonly license: string | null;
  readonly problem: string | null;
}

/** Asks every recorded twin how it is, all at once. */
export async function reportTwins(hosts: readonly KnownHost[], admin: AdminClient): Promise<TwinReport[]> {
  const reports = await Promise.all(hosts.map((host) => reportHost(host, admin)));
  return reports.flat().toSorted((a, b) => portOf(a) - portOf(b));
}

async function reportHost({ record, runs }: KnownHost, admin: AdminClient): Promise<TwinReport[]> {
  const { pid, started_at, log_file, twins, fleet = null } = record;
  const age = runs ? Math.max(0, Math.floor((Date.now() - Date.parse(started_at)) / 1_000)) : 0;
  return Promise.all(
    twins.map(async (twin) => {
      const base = { twin: twin.name, url: twin.url, pid, fleet, started_at, uptime_seconds: age, running: runs };
      const answer = runs
        ? await admin.health(twin)
        : ({ ok: false, problem: `its process ended; see ${log_file}` } as const);
      if (!answer.ok) return { ...base, healthy: false, worlds: null, license: null, problem: answer.problem };
      const { status, worlds, license } = answer.health;
      const problem = status === "ok" ? null : status;
      return { ...base, healthy: problem === null, worlds, license: license.status, problem };
    }),
  );
}

function portOf({ url }: TwinReport): number {
  return Number(new URL(url).port);
}

export function reportTable(reports: readonly TwinReport[]): string {
  const rows = reports.map(({ twin, url, pid, healthy, problem, worlds, license, uptime_seconds }) => [
    twin,
    url,
    String(pid),
    healthy ? "ok" : `unhealthy: ${problem ?? ""}`,
    String(worlds ?? "-"),
    license ?? "-",
    duration(uptime_seconds),
  ]);
  const fleets = new Set(reports.flatMap(({ fleet, running }) => (fleet !== null && running ? [fleet] : [])));
  const pages = [...fleets].map((fleet) => `Inspector: ${fleet}/admin/ui`);
  return [table(["TWIN", "URL", "PID", "HEALTH", "WORLDS", "LICENCE", "UP"], rows), ...pages].join("\n");
}

/** The two largest units that matter: `3d 4h`, `5m 12s`, `7s`. */
export function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count}${unit}`).join(" ");
}
