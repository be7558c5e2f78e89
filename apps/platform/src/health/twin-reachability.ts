import { TwinHealth, type TwinId } from "@twinkit-pro/contracts";
import { type HttpClient, HttpClientError, type HttpResponse } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import type { TwinAddress } from "../config/twin-urls.ts";
import { CHECK_TIMEOUT_MS, type HealthProbe } from "./health-check.ts";

const HEALTH_BYTES_MAX = 64 * 1024;

/** Asks twins whether they are there. */
export interface TwinReachabilityChecker {
  /** Resolves when the twin at the address is the one it should be and serves; rejects with a sentence otherwise. */
  check(address: TwinAddress, signal: AbortSignal): Promise<void>;
}

/** Asks over HTTP: `GET /admin/health`. */
export function createTwinReachabilityChecker(http: HttpClient): TwinReachabilityChecker {
  return {
    async check({ twin, url }, signal) {
      const health = readHealth(await ask(http, `${url}/admin/health`, signal));
      if (health.twin !== twin) throw new Error(`${health.twin} answers at its address`);
      if (health.status !== "ok") throw new Error(`its status is ${health.status}`);
    },
  };
}

/** One probe per configured twin, named as the twin is. */
export function twinProbes(checker: TwinReachabilityChecker, twins: readonly TwinAddress[]): HealthProbe[] {
  return twins.map((address) => ({
    name: address.twin satisfies TwinId,
    probe: (signal) => checker.check(address, signal),
  }));
}

async function ask(http: HttpClient, url: string, signal: AbortSignal): Promise<HttpResponse> {
  try {
    const limits = { timeoutMs: CHECK_TIMEOUT_MS, maxResponseBytes: HEALTH_BYTES_MAX, maxRedirects: 0 };
    return await http.request({ method: "GET", url, signal, ...limits });
  } catch (error) {
    throw error instanceof HttpClientError ? new Error(`no answer (${error.code})`, { cause: error }) : error;
  }
}

function readHealth(response: HttpResponse): TwinHealth {
  if (response.status !== 200) throw new Error(`it answered ${response.status}`);
  const parsed = v.safeParse(TwinHealth, jsonOf(response));
  if (!parsed.success) throw new Error("its answer is not that of a twin");
  return parsed.output;
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined;
  }
}
