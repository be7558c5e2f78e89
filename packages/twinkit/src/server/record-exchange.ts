import type { RecordedMessage } from "@twinkit-pro/contracts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { World } from "../world/world.ts";
import type { NamedOperation } from "./named-operation.ts";
import { recordedBody } from "./recorded-body.ts";
import type { Rendered } from "./rendered.ts";
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
}

/** Enters an exchange in its world's ledger, scrubbed of secrets, and tells those who observe the twin. */
export function recordExchange<T extends TwinTypes>(runtime: TwinRuntime<T>, exchange: FinishedExchange<T>): void {
  const { scrubber, observe, onExchange } = runtime;
  const { world, operation, request, rendered, durationMs } = exchange;
  const { path, query } = request;
  const method = request.method as "GET";
  const scrubbed = (fields: Readonly<Record<string, string>>, body: string | Uint8Array | null): RecordedMessage => ({
    headers: scrubber.headers(fields),
    ...recordedBody(body, fields["content-type"], scrubber),
  });
  const entry = world.ledger.append({
    at: new Date(exchange.atMs).toISOString(),
    method,
    path,
    query: scrubber.text(query),
    operation: operation?.name ?? null,
    request: scrubbed(request.headers, exchange.requestBody),
    status: rendered.status,
    response: scrubbed(exchange.headers, rendered.body),
    duration_ms: durationMs,
    world: world.name,
    ...(isUnimplemented(operation, rendered) ? { unimplemented: `${method} ${path}` } : {}),
  });
  if (world.capture !== null) world.capture(entry);
  onExchange(entry);
  observe({
    type: "http_observation",
    operation: operation?.name ?? null,
    method,
    path_template: operation?.pattern ?? "(unknown)",
    status: rendered.status,
    duration_ms: durationMs,
    ...(rendered.errorCode === null ? {} : { error_code: rendered.errorCode }),
  });
}

/** A vendor may redirect from a route it does not have (a missing trailing slash); that is an answer. */
export function isUnimplemented(operation: unknown, rendered: Rendered): boolean {
  return operation === null && rendered.status >= 400;
}
