import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";
import { getPath, tryDecodeURIComponent } from "hono/utils/url";
import type { TwinTypes } from "../define/twin-types.ts";
import type { Inbound } from "../wire/inbound.ts";
import { answerExchange } from "./exchange.ts";
import type { NamedOperation } from "./named-operation.ts";
import { type Answer, failureOfTwin } from "./rendered.ts";
import { bySpecificity } from "./specificity.ts";
import type { TwinRuntime } from "./twin-runtime.ts";

export type VendorApp = (inbound: Inbound) => Promise<Answer>;

/** The vendor's API: every operation of the definition, and the vendor's own answer to unknown routes. Never rejects. */
export function createVendorApp<T extends TwinTypes>(runtime: TwinRuntime<T>): VendorApp {
  const router = new SmartRouter<NamedOperation<T>>({ routers: [new RegExpRouter(), new TrieRouter()] });
  for (const operation of operationsOf(runtime)) router.add(operation.method, operation.pattern, operation);
  return async (inbound) => {
    try {
      // Hono's reading of a path looks at nothing but the URL.
      const path = getPath(inbound as unknown as Request);
      const [matches, values] = router.match(inbound.method === "HEAD" ? "GET" : inbound.method, path);
      const [first] = matches;
      if (first === undefined) return await answerExchange(runtime, null, inbound, {});
      const [operation, names] = first;
      return await answerExchange(runtime, operation, inbound, pathParameters(names, values));
    } catch (error) {
      // Handlers' errors are answered in the vendor's form; what arrives here is a fault of a hook of the definition.
      const cause = error instanceof Error ? error.stack : String(error);
      runtime.log({ level: "error", msg: "exchange failed", twin: runtime.definition.name, error: cause });
      return failureOfTwin();
    }
  };
}

/** A router either gives the values themselves, or where they stand in `values`. */
function pathParameters(
  names: Readonly<Record<string, string | number>>,
  values: readonly string[] = [],
): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const name in names) {
    const given = names[name];
    const value = typeof given === "number" ? values[given] : given;
    if (value !== undefined) parameters[name] = value.includes("%") ? tryDecodeURIComponent(value) : value;
  }
  return parameters;
}

function operationsOf<T extends TwinTypes>(runtime: TwinRuntime<T>): NamedOperation<T>[] {
  return runtime.definition.resources
    .flatMap((resource) => Object.entries(resource.operations))
    .map(([name, operation]) => ({ name, ...operation }))
    .toSorted((a, b) => bySpecificity(a.pattern, b.pattern));
}
