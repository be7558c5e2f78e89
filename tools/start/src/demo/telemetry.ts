import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TelemetrySummary } from "@twinkit-pro/contracts";
import { createHttpClient, type HttpClient } from "@twinkit-pro/httpclient";
import { readTextBounded } from "@twinkit-pro/persist";
import * as v from "valibot";
import type { Checkout } from "../checkout.ts";
import { StartFailure } from "../start-failure.ts";

const TOKEN_BYTES_MAX = 4_096;
/** Emitters send every 2 s. */
const WAIT_MS_MAX = 20_000;
const LOOK_MS = 100;

/** Requests that the platform has been told of, by twin id. */
export type Observed = ReadonlyMap<string, number>;

/** What the platform knows of the twins' requests, as its operator sees it. */
export interface TelemetryReader extends AsyncDisposable {
  readonly observed: () => Promise<Observed>;
  /** Waits until each twin has at least that many. @throws StartFailure naming what is missing after 20 s */
  readonly reach: (wanted: Observed) => Promise<void>;
}

export async function openTelemetry(checkout: Checkout): Promise<TelemetryReader> {
  const file = join(checkout.dataDirectory, "operator-token");
  const token = (await readTextBounded(file, { maxBytes: TOKEN_BYTES_MAX, ownerOnly: true })).trim();
  const http = createHttpClient({ component: "start", retries: 0, loopbackOnly: true });
  const url = `http://127.0.0.1:${checkout.platformPort}/v1/telemetry/summary`;
  const observed = (): Promise<Observed> => readSummary(http, url, token);
  return { observed, reach: (wanted) => reach(observed, wanted), [Symbol.asyncDispose]: () => http.close() };
}

async function readSummary(http: HttpClient, url: string, token: string): Promise<Observed> {
  const response = await http.request({ method: "GET", url, headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new StartFailure(`The telemetry summary was answered ${response.status}.`);
  const { counts } = v.parse(TelemetrySummary, response.json());
  const requests = counts.filter(({ type }) => type === "http_observation");
  return new Map(requests.map(({ twin, events }) => [twin, events]));
}

async function reach(observed: () => Promise<Observed>, wanted: Observed): Promise<void> {
  const deadline = performance.now() + WAIT_MS_MAX;
  for (;;) {
    const now = await observed();
    const missing = [...wanted].filter(([twin, requests]) => (now.get(twin) ?? 0) < requests);
    if (missing.length === 0) return;
    if (performance.now() > deadline) {
      const names = missing.map(([twin, requests]) => `${twin} (${now.get(twin) ?? 0} of ${requests})`).join(", ");
      throw new StartFailure(`The demonstration failed: telemetry did not arrive at the platform: ${names}.`);
    }
    await sleep(LOOK_MS);
  }
}
