import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { PlatformError } from "../errors/platform-error.ts";
import { createLogger } from "../logging/logger.ts";
import { createApp } from "./app.ts";
import type { HttpEnv } from "./http-env.ts";

function appWith(route: Hono<HttpEnv>) {
  const logged: string[] = [];
  const log = createLogger("debug", { write: (line) => void logged.push(line) });
  return { app: createApp({ log, isStopping: () => false, routes: [route] }), logged };
}

describe("createApp", () => {
  it("tells the caller nothing of an unexpected error, and the log everything", async () => {
    const broken = new Hono<HttpEnv>().get("/broken", () => {
      throw new Error("outer secret", { cause: new Error("inner secret") });
    });
    const { app, logged } = appWith(broken);
    const response = await app.request("/broken", { headers: { "x-request-id": "request-1" } });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ error: { code: "internal", path: null } });
    expect(text).not.toContain("secret");
    const line = logged
      .map((entry) => JSON.parse(entry) as Record<string, unknown>)
      .find(({ code }) => code === "internal");
    expect(line).toMatchObject({
      level: "error",
      request_id: "request-1",
      err: { cause: { message: "outer secret", cause: { message: "inner secret" } } },
    });
  });

  it("keeps what is for the operator in the log", async () => {
    const broken = new Hono<HttpEnv>().get("/broken", () => {
      throw new PlatformError("signing_keys_unusable", "Refused to read /srv/keys.json.");
    });
    const { app, logged } = appWith(broken);
    const response = await app.request("/broken");
    expect([response.status, await response.json()]).toMatchObject([500, { error: { code: "internal" } }]);
    expect(logged.join("")).toContain("/srv/keys.json");
  });

  it("gives each request an id and keeps a proxy's where it is harmless", async () => {
    const { app } = appWith(new Hono<HttpEnv>().get("/", (c) => c.text("")));
    const idOf = async (given?: string) => {
      const response = await app.request("/", given ? { headers: { "x-request-id": given } } : {});
      return response.headers.get("x-request-id");
    };
    expect(await idOf("from-proxy_1")).toBe("from-proxy_1");
    for (const harmful of [undefined, "short", "x".repeat(65), 'quote"and\\slash']) {
      expect(await idOf(harmful)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("logs one line per request, without its query", async () => {
    const { app, logged } = appWith(new Hono<HttpEnv>().get("/things/:id", (c) => c.text("")));
    await app.request("/things/7?token=hidden");
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0]!)).toMatchObject({ msg: "request", method: "GET", path: "/things/7", status: 200 });
    expect(logged[0]).not.toContain("hidden");
  });

  it("answers HEAD as GET without a body", async () => {
    const { app } = appWith(new Hono<HttpEnv>().get("/", (c) => c.text("body")));
    const response = await app.request("/", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});
