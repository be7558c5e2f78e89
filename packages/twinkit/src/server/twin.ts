import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { createAdminApp } from "../admin/app.ts";
import type { CloseReport, TwinOptions } from "./twin-options.ts";
import { answerFetch } from "./fetch-carrier.ts";
import { createVendorApp, type VendorApp } from "./vendor-app.ts";
import { isAdminPath } from "./admin-path.ts";
import { beginClose, closeRuntime, createRuntime } from "./create-runtime.ts";
import type { TwinRuntime } from "./twin-runtime.ts";

/** The kit's own way from a twin to its worlds, for what hosts twins in its process; not part of the public API. */
export const RUNTIME = Symbol("runtime");

/** A running twin without a port: a fetch handler over its worlds. */
export interface Twin {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** The port of the published table; `listen` may choose another. */
  readonly port: number;
  readonly adminToken: string | null;
  /**
   * Answers a request, the vendor's API and `/admin` alike. Rejects as `fetch` does where a fault breaks the connection:
   * with a TypeError, or with the reason of the request's signal; never otherwise.
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Answers a request to the vendor's API without the objects of the fetch interface. Never rejects. */
  readonly answer: VendorApp;
  /** Resolves once nothing that is due now is left to do: tests wait for webhooks with it. */
  readonly settle: () => Promise<void>;
  /** Answers what still comes in with `connection: close`; called by the listener when it stops. */
  readonly beginClose: () => void;
  /** Finishes background work, at most `drainMs` (default 5 s), then aborts the rest. Idempotent. */
  readonly close: (options?: { readonly drainMs?: number }) => Promise<CloseReport>;
  readonly [RUNTIME]: TwinRuntime<TwinTypes>;
}

const DRAIN_MS_DEFAULT = 5_000;

/** Brings a twin to life in this process. Opens no port and starts no timer until it is used. */
export function createTwin<T extends TwinTypes>(definition: TwinDefinition<T>, options: TwinOptions = {}): Twin {
  const runtime = createRuntime(definition, options);
  const vendorApp = createVendorApp(runtime);
  const adminApp = createAdminApp(runtime);
  let closed: Promise<CloseReport> | null = null;
  return {
    id: `twin-${definition.name}`,
    name: definition.name,
    version: definition.version,
    port: definition.port,
    adminToken: runtime.adminToken,
    fetch: async (request) => (isAdminPath(request.url) ? adminApp.fetch(request) : answerFetch(vendorApp, request)),
    answer: vendorApp,
    settle: () => runtime.tasks.idle(),
    beginClose: () => beginClose(runtime),
    close: ({ drainMs = DRAIN_MS_DEFAULT } = {}) => (closed ??= closeRuntime(runtime, drainMs)),
    // A host of any twins knows none's types.
    [RUNTIME]: runtime as unknown as TwinRuntime<TwinTypes>,
  };
}
