import type { Twin } from "../server/twin.ts";

/** What SDKs take where they let their caller choose `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * `fetch` that a twin answers in this process, whatever the host of the address: no socket, no port. An aborted request
 * rejects with the reason of its signal, as `fetch` does.
 */
export function inProcessFetch(twin: Twin, world: string | null): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (world !== null && !request.headers.has("wt-world")) request.headers.set("wt-world", world);
    const { signal } = request;
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = (): void => aborted.reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      return await Promise.race([twin.fetch(request), aborted.promise]);
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  };
}
