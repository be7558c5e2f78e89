import type { TwinTypes } from "../define/twin-types.ts";
import type { Inbound } from "../wire/inbound.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { World } from "../world/world.ts";

/** What the definition may know of a request. `world` is asked when the answer depends on it: authentication decides. */
export function exchangeFacts<T extends TwinTypes>(inbound: Inbound, world: () => World<T>): RequestFacts {
  const { url, method, headers } = inbound;
  const pathStart = url.indexOf("/", url.indexOf("//") + 2);
  const queryStart = url.indexOf("?", pathStart);
  let requestId: string | null = null;
  return {
    method,
    path: queryStart < 0 ? url.slice(pathStart) : url.slice(pathStart, queryStart),
    query: queryStart < 0 ? "" : url.slice(queryStart + 1),
    headers,
    origin: url.slice(0, pathStart),
    // Made when first asked for: by then authentication has said whose world counts it.
    get requestId() {
      return (requestId ??= world().nextRequestId());
    },
    get world() {
      return world().name;
    },
    get receivedAtMs() {
      return world().clock.nowMs;
    },
  };
}
