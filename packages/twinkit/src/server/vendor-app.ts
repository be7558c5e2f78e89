import { Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import { answerExchange } from "./exchange.ts";
import type { NamedOperation } from "./named-operation.ts";
import { bySpecificity } from "./specificity.ts";
import type { TwinRuntime } from "./twin-runtime.ts";

/** The vendor's API: every operation of the definition, and the vendor's own answer to unknown routes. */
export function createVendorApp<T extends TwinTypes>(runtime: TwinRuntime<T>): Hono {
  const app = new Hono();
  for (const operation of operationsOf(runtime)) {
    app.on(operation.method, operation.pattern, (c) =>
      answerExchange(runtime, operation, c.req.raw, c.req.param() as Record<string, string>),
    );
  }
  // Handlers' errors are answered in the vendor's form; what arrives here is a fault of a hook of the definition.
  app.onError((error) => {
    runtime.log({ level: "error", msg: "exchange failed", twin: runtime.definition.name, error: error.stack });
    return Response.json(
      { error: { code: "internal", message: "The twin failed; its log has the cause.", path: null } },
      { status: 500 },
    );
  });
  app.notFound((c) => answerExchange(runtime, null, c.req.raw, {}));
  return app;
}

function operationsOf<T extends TwinTypes>(runtime: TwinRuntime<T>): NamedOperation<T>[] {
  return runtime.definition.resources
    .flatMap((resource) => Object.entries(resource.operations))
    .map(([name, operation]) => ({ name, ...operation }))
    .toSorted((a, b) => bySpecificity(a.pattern, b.pattern));
}
