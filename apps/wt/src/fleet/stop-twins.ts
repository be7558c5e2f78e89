import { createHttpClient } from "@twinkit-pro/httpclient";
import { WtError } from "../cli/wt-error.ts";
import type { HostRecord } from "./host-record.ts";
import type { HostRecords, KnownHost } from "./host-records.ts";
import { type Stopped, stopHost } from "./stop-host.ts";

/** A twin drains requests for 5 s, background work for 5 s and telemetry for 2 s. */
const STOP_TIMEOUT_MS = 15_000;

export interface StoppedTwin {
  readonly twin: string;
  readonly outcome: Stopped;
}

/**
 * Stops the wanted twins of a host and forgets them: the whole process where no other twin is in it, else only them.
 * @throws WtError `unhealthy` where a host that other twins share does not answer
 */
export async function stopTwins(
  { record, runs }: KnownHost,
  wanted: ReadonlySet<string>,
  records: HostRecords,
): Promise<StoppedTwin[]> {
  const leaving = record.twins.filter(({ name }) => wanted.has(name));
  if (leaving.length === 0) return [];
  const names = leaving.map(({ name }) => name);
  const isWhole = leaving.length === record.twins.length;
  const outcome = !runs ? "was not running" : isWhole ? await stopHost(record) : await stopSome(record, leaving);
  await records.forget(record, new Set(names));
  return names.map((twin) => ({ twin, outcome }));
}

/** The other twins of the process keep running, with what they hold. */
async function stopSome({ control, pid, twins }: HostRecord, leaving: HostRecord["twins"]): Promise<Stopped> {
  await using http = createHttpClient({ component: "wt", timeoutMs: STOP_TIMEOUT_MS, loopbackOnly: true });
  try {
    for (const { twin } of leaving) {
      const url = `${control.url}/twins/${twin}/stop`;
      const { status } = await http.request({
        method: "POST",
        url,
        headers: { authorization: `Bearer ${control.token}` },
      });
      if (status !== 204) throw new Error(`it answered ${status}`);
    }
    return "stopped";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const all = twins.map(({ name }) => name).join(" ");
    const message = `Process ${pid} does not stop ${leaving.map(({ name }) => name).join(", ")}: ${reason}. `;
    throw new WtError("unhealthy", `${message}Stop all twins in it with wt down ${all}.`, { cause: error });
  }
}
