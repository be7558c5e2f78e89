import type { Context, Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { chooseWorld } from "./choose-world.ts";
import { changeOf } from "./live/world-version.ts";
import { PAGE_ROUTES } from "./page-routes.tsx";
import { createPagesApp } from "./pages-app.tsx";
import { type AnyRuntime, UI_PATH, type View } from "./view.ts";

/** The pages of one twin under `/admin/ui`. They show; what they change goes through the admin API. */
export function createInspector<T extends TwinTypes>(typedRuntime: TwinRuntime<T>): Hono {
  // A page of any twin knows none's types.
  const runtime = typedRuntime as unknown as AnyRuntime;
  return createPagesApp({
    of: `${runtime.definition.name} twin`,
    token: runtime.adminToken,
    log: runtime.log,
    host: {
      isClosing: () => runtime.closing,
      signal: runtime.tasks.signal,
    },
    follow: (query) => {
      const world = chooseWorld(runtime, query.get("world"));
      return () => changeOf(runtime, world);
    },
    mount: (app) => {
      for (const { pattern, render } of PAGE_ROUTES) {
        app.get(pattern, (c) => c.html(render(viewOf(c, runtime), c.req.param() as Record<string, string>)));
      }
    },
  });
}

function viewOf(c: Context, runtime: AnyRuntime): View {
  const url = new URL(c.req.url);
  return {
    runtime,
    world: chooseWorld(runtime, url.searchParams.get("world")),
    origin: url.origin,
    path: url.pathname.slice(UI_PATH.length),
    query: url.searchParams,
  };
}
