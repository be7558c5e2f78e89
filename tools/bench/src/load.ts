import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as v from "valibot";
import type { Contender } from "./contenders.ts";
import { processorSeconds } from "./host-process.ts";
import type { Load } from "./hosts/load-request.ts";

const run = promisify(execFile);
const CLIENT = fileURLToPath(new URL("load-client.js", import.meta.url));
const CONNECTIONS = 8;

const Result = v.object({
  requests: v.object({ average: v.number(), total: v.number() }),
  non2xx: v.number(),
  errors: v.number(),
});

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Processor time of the server for one request, all of its threads. */
  readonly processorMicroseconds: number;
}

export interface LoadRequest {
  readonly path: string;
  readonly form?: string;
  readonly seconds: number;
}

/** Loads one address from a process of its own. Throws where any answer was not a success: such a figure means nothing. */
export async function load({ host, tokens }: Contender, { path, form, seconds }: LoadRequest): Promise<LoadResult> {
  const url = `${host.url}${path}`;
  const wanted: Load = { url, ...(form === undefined ? {} : { form }), seconds, connections: CONNECTIONS, tokens };
  const before = await processorSeconds(host.pid);
  const { stdout } = await run(process.execPath, [CLIENT, JSON.stringify(wanted)], { maxBuffer: 1024 * 1024 });
  const used = (await processorSeconds(host.pid)) - before;
  const result = v.parse(Result, JSON.parse(stdout));
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were no success and ${result.errors} requests failed`);
  }
  const { average, total } = result.requests;
  return { requestsPerSecond: average, processorMicroseconds: (used / total) * 1_000_000 };
}
