import { describe, expect, it } from "vitest";
import { probe, START } from "../testing/client.ts";
import { ADMIN_SEGMENTS } from "../server/admin-path.ts";
import type { AdminRouteFacts } from "./admin-route.ts";
import { adminRoutes } from "./routes.ts";

const routes: readonly AdminRouteFacts[] = adminRoutes();
const shown = ({ method, path }: AdminRouteFacts): string => `${method} ${path}`;
const named = (some: readonly AdminRouteFacts[]): [string, AdminRouteFacts][] =>
  some.map((route) => [shown(route), route]);
const urlOf = ({ path }: AdminRouteFacts): string => `/admin${path.replace(/:\w+/g, "no-such-thing")}`;
const withBody = routes.filter(({ method }) => method === "POST" || method === "PUT");
const inWorlds = routes.filter(({ scope }) => scope !== "twin");

/** A twin with something of everything, and a look at all of it. */
function subject() {
  const { twin, call } = probe({ clock: { wallMs: () => START, start: { mode: "frozen", atMs: START } } });
  const prepare = async (): Promise<void> => {
    await call("POST", "/notes", { text: "a", publish_after_ms: 1_000 });
    await call("POST", "/hooks", { url: "http://127.0.0.1:1/" });
    await call("POST", "/admin/snapshots", { name: "s" });
  };
  const all = async (): Promise<unknown> => {
    const seen: Record<string, unknown> = {};
    for (const route of routes) {
      if (route.method !== "GET" || route.path.includes(":") || route.responseType !== "application/json") continue;
      seen[route.name] = (await call("GET", `/admin${route.path}`)).json;
    }
    return seen;
  };
  return { call, prepare, all, [Symbol.asyncDispose]: async () => void (await twin.close()) };
}

/** Calls, expects a refusal that names its code and the field, and that nothing has changed. */
async function expectRefused(
  route: AdminRouteFacts,
  call: { readonly url?: string; readonly body?: unknown; readonly headers?: Record<string, string> },
  expected: { readonly status: number; readonly code?: string; readonly path?: string | null },
): Promise<void> {
  await using twin = subject();
  await twin.prepare();
  const before = await twin.all();
  const answer = await twin.call(route.method, call.url ?? urlOf(route), call.body, call.headers);
  const { status, ...error } = expected;
  expect([answer.status, answer.json]).toMatchObject([status, { error: { message: expect.any(String), ...error } }]);
  expect(await twin.all()).toEqual(before);
}

describe("every admin route", () => {
  it("has a name of its own and a segment that is ours", () => {
    expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
    for (const { path } of routes) expect(ADMIN_SEGMENTS).toContain(path.split("/")[1]);
  });

  it.each(named(routes))("%s refuses an unknown query parameter", async (_, route) => {
    await expectRefused(
      route,
      { url: `${urlOf(route)}?colour=red` },
      { status: 400, code: "invalid_query", path: "colour" },
    );
  });

  it.each(named(routes.filter(({ path }) => path.includes(":"))))(
    "%s answers 404 to an unknown id",
    async (_, route) => {
      const body = route.body === null ? undefined : {};
      await using twin = subject();
      const answer = await twin.call(route.method, urlOf(route), body);
      expect([400, 404]).toContain(answer.status);
      if (route.body === null) expect(answer.status).toBe(404);
    },
  );

  it.each(named(withBody))("%s refuses malformed JSON", async (_, route) => {
    await expectRefused(route, { body: "{" }, { status: 400, code: "malformed_json", path: null });
  });

  it.each(named(withBody))("%s refuses a list, an unknown key, another content type", async (_, route) => {
    await expectRefused(route, { body: "[]" }, { status: 400, code: route.bodyRefusal, path: null });
    await expectRefused(route, { body: { no_such_field: 1 } }, { status: 400, code: route.bodyRefusal });
    const headers = { "content-type": "text/plain" };
    await expectRefused(route, { body: "{}", headers }, { status: 415, code: "unsupported_media_type" });
  });

  it.each(named(withBody.filter(({ bodyBytesMax }) => bodyBytesMax <= 1024 * 1024)))(
    "%s refuses a body that is too long",
    async (_, route) => {
      const body = { no_such_field: "x".repeat(route.bodyBytesMax) };
      await expectRefused(route, { body }, { status: 413, code: "body_too_large" });
    },
  );

  it.each(named(inWorlds))("%s refuses a name that is no world's", async (_, route) => {
    const url = urlOf(route);
    await using twin = subject();
    const answer = await twin.call(route.method, url, undefined, { "wt-world": "../etc" });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    if (route.body === null)
      expect(answer.json).toMatchObject({ error: { code: "world_name_invalid", path: "WT-World" } });
  });

  it.each(named(inWorlds.filter(({ method }) => method === "GET" || method === "DELETE")))(
    "%s answers 404 to a world that is not there, and makes none",
    async (_, route) => {
      const headers = { "wt-world": "nowhere" };
      await expectRefused(route, { headers }, { status: 404, code: "unknown_world", path: "WT-World" });
    },
  );
});

describe("GET /admin/openapi.json", () => {
  it("has every route, with the schemas it checks by", async () => {
    await using twin = subject();
    const document = (await twin.call("GET", "/admin/openapi.json")).json as unknown as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const listed = Object.values(document.paths).flatMap((path) => Object.values(path).map((each) => each.operationId));
    expect(listed.toSorted()).toEqual(routes.map(({ name }) => name).toSorted());
    expect(document.paths["/admin/time/advance"]).toMatchObject({
      post: {
        requestBody: {
          content: { "application/json": { schema: { required: ["duration"], additionalProperties: false } } },
        },
        responses: { "200": {}, "400": {}, "409": {}, "413": {} },
      },
    });
  });
});
