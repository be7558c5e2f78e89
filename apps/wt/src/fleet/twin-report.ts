import type { AdminClient } from "./admin-client.ts";
import type { HostRecord } from "./host-record.ts";
import { table } from "../cli/table.ts";

/** What `wt up` and `wt status` say of one twin. */
export interface TwinReport {
  readonly twin: string;
  readonly url: string;
  readonly pid: number;
  readonly started_at: string;
  readonly healthy: boolean;
  readonly worlds: number | null;
  readonly license: string | null;
  readonly problem: string | null;
}

/** Asks every recorded twin how it is, all at once. */
export async function reportTwins(records: readonly HostRecord[], admin: AdminClient): Promise<TwinReport[]> {
  const asked = records.flatMap((record) =>
    record.twins.map(async (twin): Promise<TwinReport> => {
      const answer = await admin.health(twin);
      const base = { twin: twin.name, url: twin.url, pid: record.pid, started_at: record.started_at };
      if (!answer.ok) return { ...base, healthy: false, worlds: null, license: null, problem: answer.problem };
      const { status, worlds, license } = answer.health;
      const problem = status === "ok" ? null : status;
      return { ...base, healthy: problem === null, worlds, license: license.status, problem };
    }),
  );
  return (await Promise.all(asked)).toSorted((a, b) => (a.url < b.url ? -1 : 1));
}

export function reportTable(reports: readonly TwinReport[]): string {
  const rows = reports.map(({ twin, url, pid, healthy, problem, worlds, license }) => [
    twin,
    url,
    String(pid),
    healthy ? "ok" : `unhealthy: ${problem ?? ""}`,
    String(worlds ?? "-"),
    license ?? "-",
  ]);
  return table(["TWIN", "URL", "PID", "HEALTH", "WORLDS", "LICENCE"], rows);
}
