import { ErrorBody, RunManifest } from "@twinkit-pro/contracts";
import { createHttpClient } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import type { ServedTwin } from "../host/host-message.ts";

const TIMEOUT_MS = 30_000;

export interface StartRun {
  readonly run_id?: string;
  readonly seed?: number;
  readonly at?: string;
  readonly fixtures?: { readonly snapshot: string };
  readonly reset?: boolean;
}

/** What a twin answered about its run; `run` is null where none goes on or something went wrong. */
export interface TwinRun {
  readonly twin: string;
  readonly run: RunManifest | null;
  readonly problem: string | null;
}

/** Starts and ends runs of this machine's twins. */
export interface RunClient extends AsyncDisposable {
  readonly start: (twin: ServedTwin, run: StartRun) => Promise<TwinRun>;
  readonly finish: (twin: ServedTwin, runId: string | undefined) => Promise<TwinRun>;
  readonly current: (twin: ServedTwin) => Promise<TwinRun>;
}

const Current = v.object({ run: v.nullable(RunManifest) });

/** `world` is null for the runs of all worlds. */
export function createRunClient(env: Readonly<Record<string, string | undefined>>, world: string | null): RunClient {
  // The token goes to the addresses that wt itself recorded, and nowhere they might send it.
  const http = createHttpClient({ component: "wt", timeoutMs: TIMEOUT_MS, maxRedirects: 0 });
  const token = env["WT_ADMIN_TOKEN"];
  const headers: Record<string, string> = {
    "content-type": "application/json",
    ...(token ? { "wt-admin-token": token } : {}),
    ...(world === null ? {} : { "wt-world": world }),
  };
  const call = async (twin: ServedTwin, method: "GET" | "POST", path: string, body?: object): Promise<unknown> => {
    const url = `${twin.url}/admin/runs/${path}${world === null ? "?world=*" : ""}`;
    const request = { method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await http.request(request);
    const answer = response.json();
    if (response.status < 300) return answer;
    throw new Error(v.is(ErrorBody, answer) ? answer.error.message : `it answered ${response.status}`);
  };
  const told = async (twin: ServedTwin, work: () => Promise<RunManifest | null>): Promise<TwinRun> => {
    try {
      return { twin: twin.name, run: await work(), problem: null };
    } catch (error) {
      return { twin: twin.name, run: null, problem: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    start: (twin, run) => told(twin, async () => v.parse(RunManifest, await call(twin, "POST", "start", run))),
    finish: (twin, runId) =>
      told(twin, async () => {
        const body = runId === undefined ? {} : { run_id: runId };
        return v.parse(RunManifest, await call(twin, "POST", "finish", body));
      }),
    current: (twin) => told(twin, async () => v.parse(Current, await call(twin, "GET", "current")).run),
    [Symbol.asyncDispose]: () => http.close(),
  };
}
