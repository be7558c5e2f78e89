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
  readonly settle: () => Promise<void>;
}

export async function serveProbe(options: TwinOptions = {}, port = 0): Promise<ServedProbe> {
  const twin = createTwin(probeTwin, { clock: { start: { mode: "frozen", atMs: START } }, ...options });
  const listener = await listen(twin, { port });
  const call = callerOf(twin);
  return {
    url: listener.url,
    settle: twin.settle,
    call: (method, path, body, headers) => call(method, path, body, { "wt-world": "default", ...headers }),
    [Symbol.asyncDispose]: async () => void (await listener.close()),
  };
}
