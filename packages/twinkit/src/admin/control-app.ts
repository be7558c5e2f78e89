import type { ErrorBody } from "@twinkit-pro/contracts";
import { Hono } from "hono";
import type { Log } from "../server/log.ts";
import { ADMIN_STATUS, AdminError, toAdminError } from "./admin-error.ts";
import { adminGuard } from "./guard.ts";

export interface ControlAppOptions {
  /** Null where everyone on this machine may call. */
  readonly token: string | null;
  /** Whose control plane it is, for the log. */
  readonly of: string;
  readonly log: Log;
  readonly isClosing: () => boolean;
  /** The pages under `/admin/ui`, loaded when the first is asked for; they bring their own guard and refusals. */
  readonly loadInspector: () => Promise<Hono>;
  /** Adds the routes; their paths are below `/admin`. */
  readonly mount: (admin: Hono) => void;
}

/** What every control plane has: the guard in front, refusals in one form behind. */
export function createControlApp(options: ControlAppOptions): Hono {
  const admin = new Hono();
  admin.use(adminGuard(options.token));
  options.mount(admin);

  const app = new Hono();
  // Hono runs what is registered in order: behind the routes this would never run.
  app.use(async (c, next) => {
    await next();
    if (options.isClosing()) c.header("connection", "close");
  });
  let inspector: Promise<Hono> | null = null;
  for (const path of ["/admin/ui", "/admin/ui/*"]) {
    app.all(path, async (c) => (await (inspector ??= options.loadInspector())).fetch(c.req.raw));
  }
  app.route("/admin", admin);
  app.notFound((c) => answer(notFound(app, c.req.method, c.req.path)));
  app.onError((error) => {
    const refusal = toAdminError(error);
    if (refusal.code === "internal") {
      options.log({ level: "error", msg: "admin call failed", of: options.of, error: error.stack });
    }
    return answer(refusal);
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
