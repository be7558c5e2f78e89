import type { TwinTypes } from "../define/twin-types.ts";
import type { Inbound } from "../wire/inbound.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { World } from "../world/world.ts";

/**
 * What the definition may know of a request. `world` is asked when the answer depends on it: authentication decides.
 *
 * A class, because an object literal with getters costs a hidden class for each request: those are old from the start and
 * keep alive what the getters close over, the whole exchange, until the next full collection.
 */
export class ExchangeFacts<T extends TwinTypes> implements RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly #world: () => World<T>;
  #requestId: string | null = null;

  constructor({ url, method, headers }: Inbound, world: () => World<T>) {
    const pathStart = url.indexOf("/", url.indexOf("//") + 2);
    const queryStart = url.indexOf("?", pathStart);
    this.method = method;
    this.path = queryStart < 0 ? url.slice(pathStart) : url.slice(pathStart, queryStart);
    this.query = queryStart < 0 ? "" : url.slice(queryStart + 1);
    this.headers = headers;
    this.origin = url.slice(0, pathStart);
    this.#world = world;
  }

  /** Made when first asked for: by then authentication has said whose world counts it. */
  get requestId(): string {
    return (this.#requestId ??= this.#world().nextRequestId());
  }

  get world(): string {
    return this.#world().name;
  }

  get receivedAtMs(): number {
    return this.#world().clock.nowMs;
  }
}
