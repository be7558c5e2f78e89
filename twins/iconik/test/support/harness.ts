import { recordExchanges } from "@twinkit-pro/conformance";
import { createTwin, listen, type Twin, type TwinOptions } from "@twinkit-pro/twinkit";
import { twin as definition } from "../../src/index.ts";
import { specCheck } from "./spec-check.ts";

/** An answer as it came over the wire; a body that is not JSON is its text, no body is null. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read fields of many shapes, the assertions say which
  readonly body: any;
}

export interface WireRequest {
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A listening twin; `await using` closes it and keeps its exchanges as evidence. */
export interface Harness extends AsyncDisposable {
  readonly twin: Twin;
  readonly url: string;
  /** A request as the administrator's application: `api("POST /API/metadata/v1/views/", { name: "Camera" })`. */
  readonly api: (route: string, json?: unknown) => Promise<WireAnswer>;
  /** A request without the application's credential. */
  readonly wire: (route: string, request?: WireRequest) => Promise<WireAnswer>;
  /** Moves the clock of the application's world. */
  readonly advance: (duration: string) => Promise<void>;
}

/** Where the clock of every world stands until a test moves it. */
export const START_MS = Date.UTC(2026, 10, 23, 12);
export const NOW = "2026-11-23T12:00:00.000000+00:00";
export const APPLICATION = {
  "app-id": "6f1c0f4e-6c1b-11ef-9a3c-1e5a3b7d9f01",
  "auth-token": "application-token-of-the-tests",
} as const;
const FROZEN: TwinOptions = { clock: { start: { mode: "frozen", atMs: START_MS } } };

/**
 * Starts a twin on a free port, its clock frozen unless asked otherwise. Where the machine has the vendor's
 * specifications, every answer must fit them, but those of the operations that `exempt` names.
 */
export async function startTwin(options: TwinOptions = {}, exempt: readonly string[] = [], port = 0): Promise<Harness> {
  const recorder = recordExchanges();
  const spec = specCheck();
  const onExchange: NonNullable<TwinOptions["onExchange"]> = (entry) => {
    recorder.onExchange(entry);
    // What a fault had the twin answer is not what the specification is about.
    if (entry.fault === undefined && !exempt.includes(entry.operation ?? "")) spec.onExchange(entry);
  };
  const twin = createTwin(definition, { ...FROZEN, onExchange, ...options });
  const listener = await listen(twin, { port });
  const wire = async (route: string, { json, headers = {} }: WireRequest = {}): Promise<WireAnswer> => {
    const [method = "", path = ""] = route.split(" ");
    const body = json === undefined ? null : JSON.stringify(json);
    const type = body === null ? {} : { "content-type": "application/json" };
    const response = await fetch(`${listener.url}${path}`, { method, body, headers: { ...type, ...headers } });
    const text = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    const read = text === "" ? null : isJson ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: read };
  };
  return {
    twin,
    url: listener.url,
    wire,
    api: (route, json) => wire(route, { json, headers: APPLICATION }),
    advance: async (duration) => {
      const { status } = await wire("POST /admin/time/advance", { json: { duration }, headers: APPLICATION });
      if (status !== 200) throw new Error(`the clock did not move: ${status}`);
    },
    [Symbol.asyncDispose]: async () => {
      await listener.close();
      await recorder.flush();
      const failures = spec.failures();
      if (failures.length > 0) throw new Error(`answers do not fit the specification:\n${failures.join("\n")}`);
    },
  };
}
