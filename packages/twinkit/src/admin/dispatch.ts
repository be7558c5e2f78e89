import type { Context, Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import type { AdminCall, AdminRoute } from "./admin-route.ts";
import { readInputs } from "./read-inputs.ts";
import { selectedWorld, selectedWorlds } from "./selected-worlds.ts";

/** Puts a route into the app: parses everything it declares, finds its worlds, then runs it. */
export function mount<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>, route: AdminRoute<T>): void {
  app.on(route.method, route.path, async (c) => {
    const answer = await route.run((await readCall(c, runtime, route)) as Parameters<typeof route.run>[0]);
    if (answer instanceof Response) return answer;
    if (answer === undefined) return c.body(null, 204);
    return c.json(answer as object, route.status as 200);
  });
}

/** The world comes last: a call that is refused for its parameters must not have made one. */
async function readCall<T extends TwinTypes>(
  c: Context,
  runtime: TwinRuntime<T>,
  route: AdminRoute<T>,
): Promise<AdminCall<T>> {
  const request = c.req.raw;
  const { wantedWorlds, ...inputs } = await readInputs(c, route);
  const call = { runtime, request, ...inputs };
  route.check?.(call as unknown as Parameters<typeof route.check>[0]);
  const creates = route.method === "POST" || route.method === "PUT";
  if (route.scope === "world") return { ...call, world: selectedWorld(runtime, request, creates) } as AdminCall<T>;
  if (route.scope === "worlds") {
    return { ...call, worlds: selectedWorlds(runtime, request, wantedWorlds, creates) } as AdminCall<T>;
  }
  return call;
}
