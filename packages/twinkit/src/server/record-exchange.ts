import type { LedgerEntry } from "@twinkit-pro/contracts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { World } from "../world/world.ts";
import type { NamedOperation } from "./named-operation.ts";
import { LazyExchange } from "./held-exchange.ts";
import { heldBody } from "./recorded-body.ts";
import type { Rendered } from "./rendered.ts";
import type { Observation } from "./twin-options.ts";
import type { TwinRuntime } from "./twin-runtime.ts";

export interface FinishedExchange<T extends TwinTypes> {
  readonly world: World<T>;
  /** The world's clock as the operation saw it. */
  readonly atMs: number;
  /** Null where no route matched. */
  readonly operation: NamedOperation<T> | null;
  readonly request: RequestFacts;
  readonly requestBody: Uint8Array;
  readonly rendered: Rendered;
  readonly headers: Readonly<Record<string, string>>;
  readonly durationMs: number;
  /** What the user had armed to happen to it. */
  readonly fault?: string | null;
}

/** Enters an exchange in its world's ledger and tells those who observe the twin; they get it scrubbed of secrets. */
export function recordExchange<T extends TwinTypes>(runtime: TwinRuntime<T>, exchange: FinishedExchange<T>): void {
  const { scrubber, observe, onExchange } = runtime;
  const { world, operation, request, rendered, headers } = exchange;
  const keepers = { scrubber, texts: world.ledger.texts };
  const held = new LazyExchange(
    {
      atMs: exchange.atMs,
      method: request.method,
      path: request.path,
      query: request.query,
      operation: operation?.name ?? null,
      requestHeaders: world.ledger.headers.keep(request.headers),
      requestBody: heldBody(exchange.requestBody, request.headers["content-type"], keepers),
      status: rendered.status,
      responseHeaders: headers,
      responseBody: heldBody(rendered.body, headers["content-type"], keepers),
      durationMs: exchange.durationMs,
      world: world.name,
      unimplemented: isUnimplemented(operation, rendered),
      fault: exchange.fault ?? null,
    },
    keepers,
  );
  const seq = world.ledger.append(held);
  if (world.capture !== null) world.capture.add(held.entry(seq, world.capture.label));
  if (onExchange !== null) onExchange(held.entry(seq));
  // What the user did to the twin's clients is nothing that the twin did.
  if (observe !== null && (exchange.fault ?? null) === null) observe(observationOf(exchange));
}

function observationOf<T extends TwinTypes>(exchange: FinishedExchange<T>): Observation {
  const { operation, request, rendered, durationMs } = exchange;
  return {
    type: "http_observation",
    operation: operation?.name ?? null,
    method: request.method as LedgerEntry["method"],
    path_template: operation?.pattern ?? "(unknown)",
    status: rendered.status,
    duration_ms: durationMs,
    ...(rendered.errorCode === null ? {} : { error_code: rendered.errorCode }),
  };
}

/** A vendor may redirect from a route it does not have (a missing trailing slash); that is an answer. */
export function isUnimplemented(operation: unknown, rendered: Rendered): boolean {
  return operation === null && rendered.status >= 400;
}
