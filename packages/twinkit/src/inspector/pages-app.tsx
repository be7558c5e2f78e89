import { Hono } from "hono";
import type { HtmlEscapedString } from "hono/utils/html";
import { ADMIN_STATUS, toAdminError } from "../admin/admin-error.ts";
import { refuseStranger } from "../admin/guard.ts";
import type { Log } from "../server/log.ts";
import { assetRoutes } from "./asset-routes.ts";
import { RefusalPage } from "./layout/refusal-page.tsx";
import { TokenPage } from "./layout/token-page.tsx";
import { type Change, createChangeStreams, type StreamHost } from "./live/change-stream.ts";
import { securityHeaders } from "./security-headers.ts";
import { UI_PATH } from "./view.ts";

export type Rendered = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface PagesOptions {
  /** Whose pages these are, as a title has it: "stripe twin". */
  readonly of: string;
  /** Null where everyone on this machine may look. */
  readonly token: string | null;
  readonly log: Log;
  readonly host: StreamHost;
  /** What an open page is told; asked four times a second while one is open. @throws AdminError */
  readonly follow: (query: URLSearchParams) => () => Change;
  /** Adds the pages; their paths are below `/admin/ui`. */
  readonly mount: (app: Hono) => void;
}

/** What all pages have in common: guard, headers, files, the stream of changes, and refusals that people can read. */
export function createPagesApp({ of, token, log, host, follow, mount }: PagesOptions): Hono {
  const app = new Hono().basePath(UI_PATH);
  const streams = createChangeStreams(host);
  app.use(securityHeaders);
  app.use("/assets/*", (c, next) => {
    // The token page needs its style and script before anybody has given a token.
    if (token === null) refuseStranger(null, c.req.raw);
    return next();
  });
  app.route("/assets", assetRoutes());
  app.use((c, next) => {
    refuseStranger(token, c.req.raw);
    return next();
  });
  app.get("/changes", (c) => streams.open(follow(new URL(c.req.url).searchParams)));
  mount(app);
  app.notFound((c) => c.html(<RefusalPage of={of} message={`There is no page ${c.req.path}.`} />, 404));
  app.onError((error, c) => {
    const refusal = toAdminError(error);
    if (refusal.code === "unauthorized") return c.html(<TokenPage of={of} />, 401);
    if (refusal.code === "internal") log({ level: "error", msg: "page failed", of, error: error.stack });
    return c.html(<RefusalPage of={of} message={refusal.message} />, ADMIN_STATUS[refusal.code]);
  });
  return app;
}
