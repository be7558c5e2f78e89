import { HttpClientError } from "./http-client-error.ts";
import type { HttpClientOptions } from "./http-client-options.ts";
import type { HttpRequest } from "./http-request.ts";

/** The bounds of one request. */
export interface Limits {
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly maxRedirects: number;
  readonly retries: number;
}

const DEFAULTS: Limits = { timeoutMs: 30_000, maxResponseBytes: 16 * 1024 * 1024, maxRedirects: 5, retries: 2 };
const LEAST: Limits = { timeoutMs: 1, maxResponseBytes: 0, maxRedirects: 0, retries: 0 };
const MOST: Limits = { timeoutMs: 3_600_000, maxResponseBytes: 512 * 1024 * 1024, maxRedirects: 20, retries: 10 };

/** @throws HttpClientError `invalid_option` */
export function readLimits(options: HttpClientOptions): Limits {
  const read = (name: keyof Limits): number => bounded(name, options[name] ?? DEFAULTS[name], "invalid_option");
  return {
    timeoutMs: read("timeoutMs"),
    maxResponseBytes: read("maxResponseBytes"),
    maxRedirects: read("maxRedirects"),
    retries: read("retries"),
  };
}

/** The client's limits with those that the request names in their place. @throws HttpClientError `invalid_request` */
export function overrideLimits(limits: Limits, request: HttpRequest): Limits {
  const read = (name: "timeoutMs" | "maxResponseBytes" | "maxRedirects"): number =>
    bounded(name, request[name] ?? limits[name], "invalid_request");
  return {
    ...limits,
    timeoutMs: read("timeoutMs"),
    maxResponseBytes: read("maxResponseBytes"),
    maxRedirects: read("maxRedirects"),
  };
}

function bounded(name: keyof Limits, value: number, code: "invalid_option" | "invalid_request"): number {
  if (Number.isInteger(value) && value >= LEAST[name] && value <= MOST[name]) return value;
  const message = `${name} is ${value}; it must be a whole number from ${LEAST[name]} to ${MOST[name]}.`;
  throw new HttpClientError(code, message);
}
