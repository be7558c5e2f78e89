import { Hono } from "hono";
import type { Context } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import { ADMIN_STATUS, toAdminError } from "../admin/admin-error.ts";
import { refuseStranger } from "../admin/guard.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { assetRoutes } from "./asset-routes.ts";
import { createChangeStreams } from "./live/change-stream.ts";
import { worldVersion } from "./live/world-version.ts";
import { chooseWorld } from "./choose-world.ts";
import { pageRoutes } from "./page-routes.tsx";
import { RefusalPage } from "./layout/refusal-page.tsx";
import { TokenPage } from "./layout/token-page.tsx";
import { securityHeaders } from "./security-headers.ts";
import { type AnyRuntime, UI_PATH, type View } from "./view.ts";

/** The pages of one twin under `/admin/ui`. They show; what they change goes through the admin API. */
export function createInspector<T extends TwinTypes>(typedRuntime: TwinRuntime<T>): Hono {
  // A page of any twin knows none's types.
  const runtime = typedRuntime as unknown as AnyRuntime;
  const app = new Hono().basePath(UI_PATH);
  const streams = createChangeStreams(runtime);
  app.use(securityHeaders);
  app.use("/assets/*", (c, next) => {
    // The token page needs its style and script before anybody has given a token.
    if (runtime.adminToken === null) refuseStranger(null, c.req.raw);
    return next();
  });
  app.route("/assets", assetRoutes());
  app.use((c, next) => {
    refuseStranger(runtime.adminToken, c.req.raw);
    return next();
  });
  app.get("/changes", (c) => {
    const world = chooseWorld(runtime, c.req.query("world"));
    return streams.open(() => ({ version: worldVersion(world), requests: world.ledger.dropped + world.ledger.size }));
  });
  for (const { pattern, render } of pageRoutes()) {
    app.get(pattern, (c) => c.html(render(viewOf(c, runtime), c.req.param() as Record<string, string>)));
  }
  app.notFound((c) =>
    c.html(<RefusalPage name={runtime.definition.name} message={`There is no page ${c.req.path}.`} />, 404),
  );
  app.onError((error, c) => {
    const refusal = toAdminError(error);
    if (refusal.code === "unauthorized") return c.html(<TokenPage name={runtime.definition.name} />, 401);
    if (refusal.code === "internal") {
      runtime.log({ level: "error", msg: "page failed", twin: runtime.definition.name, error: error.stack });
    }
    const page = <RefusalPage name={runtime.definition.name} message={refusal.message} />;
    return c.html(page, ADMIN_STATUS[refusal.code]);
  });
  return app;
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
