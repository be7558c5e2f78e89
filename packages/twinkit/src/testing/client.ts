import { createTwin, type Twin } from "../server/twin.ts";
import type { TwinOptions } from "../server/twin-options.ts";
import { probeTwin } from "./probe-twin.ts";

/** Where frozen clocks of the tests stand. */
export const START = Date.parse("2026-01-01T00:00:00.000Z");

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests reach into answers of every shape.
  readonly json: Record<string, never> & { readonly [name: string]: never };
}

/** A probe twin, or a variant of it, with a frozen clock and a terse way to call it in process. */
export function probe(
  options: TwinOptions = {},
  definition: typeof probeTwin = probeTwin,
): { twin: Twin; call: Call } & AsyncDisposable {
  const twin = createTwin(definition, { clock: { start: { mode: "frozen", atMs: START } }, ...options });
  return { twin, call: callerOf(twin), [Symbol.asyncDispose]: async () => void (await twin.close()) };
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** Calls a twin with the key `k1` unless `headers` say otherwise; an object is sent as JSON, text as it is. */
export function callerOf(twin: Twin): Call {
  return async (method, path, body, headers = {}) => {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const init: RequestInit = { method, headers: { authorization: "Bearer k1", ...json, ...headers } };
    if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
    const response = await twin.fetch(new Request(`http://localhost${path}`, init));
    const text = await response.text();
    const answer = (text === "" ? {} : JSON.parse(text)) as Answer["json"];
    return { status: response.status, headers: response.headers, json: answer };
  };
}
