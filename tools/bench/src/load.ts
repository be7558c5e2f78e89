import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import * as v from "valibot";
import { BENCH_KEY } from "./hosts/fill-customers.ts";

const run = promisify(execFile);
const AUTOCANNON = createRequire(import.meta.url).resolve("autocannon");
const CONNECTIONS = 8;

const Result = v.object({
  requests: v.object({ average: v.number() }),
  latency: v.object({ p50: v.number(), p99: v.number() }),
  non2xx: v.number(),
  errors: v.number(),
});

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
}

export interface LoadRequest {
  readonly url: string;
  readonly form?: string;
  readonly seconds: number;
}

/** Loads one address from a process of its own. Throws where any answer was not a success: such a figure means nothing. */
export async function load({ url, form, seconds }: LoadRequest): Promise<LoadResult> {
  const post =
    form === undefined ? [] : ["-m", "POST", "-H", "content-type=application/x-www-form-urlencoded", "-b", form];
  const args = [AUTOCANNON, "-j", "-n", "-c", String(CONNECTIONS), "-d", String(seconds)];
  const auth = ["-H", `authorization=Bearer ${BENCH_KEY}`];
  const { stdout } = await run(process.execPath, [...args, ...auth, ...post, url], { maxBuffer: 1024 * 1024 });
  const result = v.parse(Result, JSON.parse(stdout));
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were no success and ${result.errors} requests failed`);
  }
  return { requestsPerSecond: result.requests.average, p99Ms: result.latency.p99 };
}
