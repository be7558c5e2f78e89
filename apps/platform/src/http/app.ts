import { Hono } from "hono";
import { ERROR_TABLE } from "../errors/error-table.ts";
import { internalError, normalizeError } from "../errors/normalize-error.ts";
import { PlatformError } from "../errors/platform-error.ts";
import { accessLog } from "../logging/access-log.ts";
import type { Log } from "../logging/logger.ts";
import type { HttpEnv } from "./http-env.ts";
import { refuseOtherMethods } from "./method-not-allowed.ts";
import { requestId } from "./request-id.ts";

export interface AppOptions {
  readonly log: Log;
  readonly isStopping: () => boolean;
  readonly routes: readonly Hono<HttpEnv>[];
}

/** The platform's HTTP interface: every answer has a request id, and every refusal the one error body. */
export function createApp({ log, isStopping, routes }: AppOptions): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(requestId());
  app.use(accessLog(log));
  app.use(async function closeConnectionsWhenStopping(c, next) {
    await next();
    // A kept-alive connection would hold the shutdown up until it times out.
    if (isStopping()) c.header("connection", "close");
  });
  for (const group of routes) app.route("/", group);
  refuseOtherMethods(app);
  app.notFound((c) => {
    const error = new PlatformError("not_found", "There is nothing at this path. Check the address.");
    return c.json(error.body(), ERROR_TABLE.not_found.status);
  });
  app.onError((thrown, c) => {
    const found = normalizeError(thrown);
    const { status } = ERROR_TABLE[found.code];
    if (status >= 500) log.error({ request_id: c.get("requestId"), code: found.code, err: found }, "request failed");
    // What is for the operator, such as the path of a key file that cannot be read, is for the log alone.
    const error = status === 500 ? internalError(found) : found;
    for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
    return c.json(error.body(), status);
  });
  return app;
}
