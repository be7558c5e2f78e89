import type { ErrorBody } from "@twinkit-pro/contracts";
import { Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { ADMIN_STATUS, AdminError, toAdminError } from "./admin-error.ts";
import { mount } from "./dispatch.ts";
import { adminGuard } from "./guard.ts";
import { adminRoutes } from "./routes.ts";

/** The control plane of a twin under `/admin`. Latency and failures never touch it. */
export function createAdminApp<T extends TwinTypes>(runtime: TwinRuntime<T>): Hono {
  const admin = new Hono();
  admin.use(adminGuard(runtime.adminToken));
  for (const route of adminRoutes<T>()) mount(admin, runtime, route);

  const app = new Hono();
  app.route("/admin", admin);
  app.notFound((c) => answer(notFound(app, c.req.method, c.req.path)));
  app.onError((error) => {
    const refusal = toAdminError(error);
    if (refusal.code === "internal") {
      runtime.log({ level: "error", msg: "admin call failed", twin: runtime.definition.name, error: error.stack });
    }
    return answer(refusal);
  });
  app.use(async (c, next) => {
    await next();
    if (runtime.closing) c.header("connection", "close");
  });
  return app;
}

function notFound(app: Hono, method: string, path: string): AdminError {
  const allowed = app.routes
    .filter((route) => route.method !== "ALL" && matches(route.path, path))
    .map((route) => route.method);
  if (allowed.length === 0) {
    return new AdminError("unknown_route", `The admin API has no route ${path}.`);
  }
  const allow = [...new Set(allowed)].join(", ");
  return new AdminError("method_not_allowed", `${path} answers ${allow}, not ${method}.`, null, { headers: { allow } });
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replace(/:\w+/g, "[^/]+")}$`).test(path);
}

function answer(error: AdminError): Response {
  const { code, message, path, problems } = error;
  const body: ErrorBody = {
    error: { code, message, path, ...(problems.length > 0 ? { problems: [...problems] } : {}) },
  };
  return Response.json(body, { status: ADMIN_STATUS[error.code], headers: error.headers });
}
