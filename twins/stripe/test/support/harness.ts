import { recordExchanges } from "@twinkit-pro/conformance";
import { createTwin, listen, type Twin, type TwinOptions } from "@twinkit-pro/twinkit";
import Stripe from "stripe";
import { twin as definition } from "../../src/index.ts";

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read fields of many shapes, the assertions say which
  readonly body: any;
}

export interface WireRequest {
  /** Null sends no credential. @default "sk_test_wire" */
  readonly key?: string | null;
  /** Form fields, or the raw text of a body. */
  readonly form?: Readonly<Record<string, string>> | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A listening twin with its clients; `await using` closes it and keeps its exchanges as evidence. */
export interface Harness extends AsyncDisposable {
  readonly twin: Twin;
  readonly port: number;
  readonly url: string;
  /** The official SDK, unmodified, for a secret key. No automatic retries unless asked for. */
  readonly sdk: (key?: string, config?: Partial<ConstructorParameters<typeof Stripe>[1]>) => Stripe;
  /** A request without the SDK: `wire("POST /v1/customers", { form: { name: "Ada" } })`. */
  readonly wire: (route: string, request?: WireRequest) => Promise<WireAnswer>;
  /** Moves the clock of the key's world, as a user would: `POST /admin/time/advance`. */
  readonly advance: (duration: string, key?: string) => Promise<void>;
}

export const KEY = "sk_test_harness";

/** Where the clock of every world stands until a test moves it. */
export const START_MS = Date.UTC(2026, 10, 23, 12);
const FROZEN: TwinOptions = { clock: { start: { mode: "frozen", atMs: START_MS } } };

/** Starts a twin on a free port, its clock frozen unless asked otherwise. */
export async function startTwin(options: TwinOptions = {}): Promise<Harness> {
  const recorder = recordExchanges();
  const twin = createTwin(definition, { ...FROZEN, onExchange: recorder.onExchange, ...options });
  const listener = await listen(twin, { port: 0 });
  const send = async (method: string, path: string, init: RequestInit): Promise<WireAnswer> => {
    const response = await twin.fetch(new Request(`${listener.url}${path}`, { method, ...init }));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
  };
  return {
    twin,
    port: listener.port,
    url: listener.url,
    sdk: (key = KEY, config = {}) =>
      new Stripe(key, {
        host: "127.0.0.1",
        port: listener.port,
        protocol: "http",
        maxNetworkRetries: 0,
        telemetry: false,
        ...config,
      }),
    wire: (route, { key = "sk_test_wire", form, headers = {} } = {}) => {
      const [method = "", path = ""] = route.split(" ");
      const body = form === undefined ? null : typeof form === "string" ? form : new URLSearchParams(form).toString();
      const type = body === null ? {} : { "content-type": "application/x-www-form-urlencoded" };
      const credential = key === null ? {} : { authorization: `Bearer ${key}` };
      return send(method, path, { headers: { ...type, ...credential, ...headers }, body });
    },
    advance: async (duration, key = KEY) => {
      const { status, body } = await send("POST", "/admin/time/advance", {
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ duration }),
      });
      if (status !== 200) throw new Error(`the clock did not move: ${JSON.stringify(body)}`);
    },
    [Symbol.asyncDispose]: async () => {
      await listener.close();
      await recorder.flush();
    },
  };
}
