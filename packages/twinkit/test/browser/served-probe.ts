import { listen } from "../../src/server/listen.ts";
import { createTwin } from "../../src/server/twin.ts";
import type { TwinOptions } from "../../src/server/twin-options.ts";
import { type Call, callerOf, START } from "../../src/testing/client.ts";
import { probeTwin } from "../../src/testing/probe-twin.ts";

/** A probe twin on a port, its clocks frozen, as a browser reaches it. */
export interface ServedProbe extends AsyncDisposable {
  readonly url: string;
  /** Calls in process, with `WT-World: default` unless `headers` say otherwise. */
  readonly call: Call;
}

export async function serveProbe(options: TwinOptions = {}): Promise<ServedProbe> {
  const twin = createTwin(probeTwin, { clock: { start: { mode: "frozen", atMs: START } }, ...options });
  const listener = await listen(twin, { port: 0 });
  const call = callerOf(twin);
  return {
    url: listener.url,
    call: (method, path, body, headers) => call(method, path, body, { "wt-world": "default", ...headers }),
    [Symbol.asyncDispose]: async () => void (await listener.close()),
  };
}
