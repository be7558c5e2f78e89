import { PlatformHealth } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../src/database/open.ts";
import { telemetryEvents } from "../src/database/schema.ts";
import { describeDatabases } from "../src/testing/engines.ts";
import { findPostgres, startPostgres } from "../src/testing/postgres-server.ts";
import { batchOf, createTestPlatform, observation } from "../src/testing/test-platform.ts";

describeDatabases("health", (database) => {
  it("is 200 when everything is there", async () => {
    await using platform = await createTestPlatform(database().db);
    const response = await platform.app.request("/health");
    expect(response.status).toBe(200);
    const health = v.parse(PlatformHealth, await response.json());
    expect(health.checks.map(({ name, status }) => [name, status])).toEqual([
      ["database", "ok"],
      ["blob_store", "ok"],
      ["twins", "not_configured"],
    ]);
    for (const path of ["/livez", "/readyz"]) expect((await platform.app.request(path)).status).toBe(200);
  });

  it("is 503 when a twin or the blob store is not, and names each", async () => {
    const twins = [{ twin: "twin-stripe", url: "http://127.0.0.1:1" }];
    await using platform = await createTestPlatform(database().db, { config: { twins, dataDir: "/dev/null" } });
    const response = await platform.app.request("/health");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      summary: "degraded",
      unreachable: ["blob_store", "twin-stripe"],
      checks: [
        { name: "database", status: "ok" },
        { name: "blob_store", message: "a write failed (not_a_directory)" },
        { name: "twin-stripe", message: "no answer (connection_refused)" },
      ],
    });
  });

  it("is alive but not ready while it stops, and lets connections go", async () => {
    await using platform = await createTestPlatform(database().db);
    platform.beginStop();
    const ready = await platform.app.request("/readyz");
    expect([ready.status, await ready.json()]).toMatchObject([503, { error: { code: "shutting_down" } }]);
    const alive = await platform.app.request("/livez");
    expect([alive.status, alive.headers.get("connection")]).toEqual([200, "close"]);
  });
});

const programs = findPostgres();
describe.skipIf(programs === undefined)("a database that goes away (needs initdb and postgres, not found)", () => {
  it("is answered with 503 everywhere, and nothing is acknowledged", async () => {
    await using server = await startPostgres(programs ?? "");
    await using database = await openDatabase({ databaseUrl: await server.createDatabase(), dataDir: "/nowhere" });
    await using platform = await createTestPlatform(database.db);
    const { token } = await platform.license(["twin-stripe"]);
    await platform.ingest(token, batchOf("twin-stripe", [observation()]));
    expect(await database.db.$count(telemetryEvents)).toBe(1);
    await server[Symbol.asyncDispose]();
    const health = await platform.app.request("/health");
    expect([health.status, await health.json()]).toMatchObject([503, { unreachable: ["database"] }]);
    const refusals = [
      await platform.app.request("/readyz"),
      await platform.operator("POST", "/v1/accounts/acct-1/licenses", { twins: ["twin-stripe"], ttl_days: 1 }),
      await platform.app.request("/v1/revocations"),
      await platform.ingest(token, batchOf("twin-stripe", [observation()])),
    ];
    for (const response of refusals) {
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { error: { code: "database_unavailable" } },
      ]);
    }
    expect(refusals.at(-1)?.headers.get("retry-after")).toBe("2");
    expect((await platform.app.request("/livez")).status).toBe(200);
  });
});
