import { TELEMETRY_BATCH_EVENTS_MAX, TwinId, Version } from "@twinkit-pro/contracts";
import type { HttpClient } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import { TelemetryError } from "./telemetry-error.ts";
import type { Timers } from "./timers.ts";

/** The licence token; `getToken` is asked before every attempt, so that a renewed licence is used at once. */
export type TokenSource =
  | { readonly token: string; readonly getToken?: undefined }
  | { readonly token?: undefined; readonly getToken: () => string | Promise<string> };

export type EmitterOptions = TokenSource & EmitterTuning;

export interface EmitterTuning {
  /** Base URL of the platform; batches go to `<endpoint>/telemetry/v1/ingest`. */
  readonly endpoint: string;
  readonly twin: TwinId;
  readonly twinVersion: string;
  /** Client to send with; the emitter does not close it. @default one of its own */
  readonly httpClient?: HttpClient | undefined;
  /** Events of one batch, at most 500; this many waiting events are sent at once. @default 100 */
  readonly batchEventsMax?: number | undefined;
  /** Longest that an event waits to be sent, in milliseconds. @default 30_000 */
  readonly flushIntervalMs?: number | undefined;
  /** Events that may wait beside the batch being sent; more are counted and dropped. @default 1024 */
  readonly bufferEventsMax?: number | undefined;
  /** Bound of `stop()` in milliseconds. @default 2_000 */
  readonly stopTimeoutMs?: number | undefined;
  readonly timers?: Timers | undefined;
  /** A number in [0, 1) for the jitter of retries. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** A new event id. @default a random UUID */
  readonly newId?: (() => string) | undefined;
}

export interface EmitterSettings {
  readonly ingestUrl: URL;
  readonly twin: TwinId;
  readonly twinVersion: string;
  readonly batchEventsMax: number;
  readonly flushIntervalMs: number;
  readonly bufferEventsMax: number;
  readonly stopTimeoutMs: number;
}

const INGEST_PATH = "/telemetry/v1/ingest";
const FLUSH_INTERVAL_MS_MAX = 3_600_000;
const BUFFER_EVENTS_MAX = 100_000;
const STOP_TIMEOUT_MS_MAX = 60_000;

const between = (least: number, most: number, otherwise: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most)), otherwise);

const Settings = v.object({
  endpoint: v.pipe(v.string(), v.url(), v.regex(/^https?:/, "must be an http or https URL")),
  twin: TwinId,
  twinVersion: Version,
  batchEventsMax: between(1, TELEMETRY_BATCH_EVENTS_MAX, 100),
  flushIntervalMs: between(1, FLUSH_INTERVAL_MS_MAX, 30_000),
  bufferEventsMax: between(1, BUFFER_EVENTS_MAX, 1_024),
  stopTimeoutMs: between(1, STOP_TIMEOUT_MS_MAX, 2_000),
});

/** @throws TelemetryError `invalid_option` */
export function readSettings(options: EmitterOptions): EmitterSettings {
  const parsed = v.safeParse(Settings, options);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new TelemetryError("invalid_option", `${v.getDotPath(issue) ?? "options"}: ${issue.message}`);
  }
  if (!options.token && options.getToken === undefined) {
    throw new TelemetryError("invalid_option", "token: pass the licence token, or getToken to ask for it");
  }
  const { endpoint, ...settings } = parsed.output;
  return { ...settings, ingestUrl: ingestUrl(endpoint) };
}

function ingestUrl(endpoint: string): URL {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}${INGEST_PATH}`;
  return url;
}
