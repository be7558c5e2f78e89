import { Hono } from "hono";
import { readAsset } from "../read-asset.ts";

/** The files that pages load, by content type. A browser loads the modules itself; nothing builds them. */
const TYPES: Readonly<Record<string, string>> = {
  "inspector.css": "text/css; charset=utf-8",
  "inspector.mjs": "text/javascript; charset=utf-8",
  "actions.mjs": "text/javascript; charset=utf-8",
  "api.mjs": "text/javascript; charset=utf-8",
  "changes.mjs": "text/javascript; charset=utf-8",
  "morph.mjs": "text/javascript; charset=utf-8",
  "page.mjs": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml; charset=utf-8",
};

/** Serves the inspector's own files. They hold no data, so they need no token. */
export function assetRoutes(): Hono {
  const app = new Hono();
  const texts = new Map<string, string>();
  app.get("/:name", (c) => {
    const name = c.req.param("name");
    const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
    if (type === undefined) return c.notFound();
    let text = texts.get(name);
    if (text === undefined) texts.set(name, (text = readAsset(name)));
    return c.body(text, 200, { "content-type": type });
  });
  return app;
}
