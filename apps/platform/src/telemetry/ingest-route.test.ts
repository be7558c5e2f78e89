import { TELEMETRY_BATCH_EVENTS_MAX } from "@twinkit-pro/contracts";
import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { telemetryEvents, telemetryMismatches } from "../database/schema.ts";
import { describeDatabases } from "../testing/engines.ts";
import { batchOf, createTestPlatform, observation, type TestPlatform } from "../testing/test-platform.ts";
import { INGEST_BODY_BYTES_MAX, INGEST_DECODED_BYTES_MAX } from "./limits.ts";

describeDatabases("telemetry ingest", (database) => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await createTestPlatform(database().db);
  });
  afterAll(() => platform[Symbol.asyncDispose]());
  beforeEach(async () => {
    platform.clock.now = new Date("2026-01-01T00:00:00Z");
    await database().db.delete(telemetryEvents);
    await database().db.delete(telemetryMismatches);
  });

  const stored = () => database().db.select().from(telemetryEvents);
  const mismatches = () => database().db.select().from(telemetryMismatches);

  it("stores a batch under the licence's twin and account", async () => {
    const { token, claims } = await platform.license(["twin-stripe"], "acct-a");
    const event = observation();
    const response = await platform.ingest(token, batchOf("twin-stripe", [event]));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      twin: "twin-stripe",
      accepted: 1,
      duplicates: 0,
      rejected: 0,
      results: [{ index: 0, event_id: event.event_id, status: "accepted" }],
    });
    const { event_id, at, type, ...payload } = event;
    expect(await stored()).toEqual([
      {
        eventId: event_id,
        at: new Date(at),
        type,
        payload,
        twinId: "twin-stripe",
        twinVersion: "1.2.3",
        accountId: "acct-a",
        licenseJti: claims.jti,
        receivedAt: platform.clock.now,
      },
    ]);
  });

  it("refuses a licence for iconik alone that the Stripe twin presents, and stores it under no twin", async () => {
    const { token, claims } = await platform.license(["twin-iconik"]);
    const response = await platform.ingest(token, batchOf("twin-stripe", [observation()]));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: "twin_not_in_audience", path: "twin" } });
    expect(await stored()).toEqual([]);
    expect(await mismatches()).toMatchObject([
      { licenseJti: claims.jti, claimedTwin: "twin-stripe", licensedTwins: ["twin-iconik"], batches: 1 },
    ]);
  });

  it("lets the body choose among several twins and nothing else", async () => {
    const { token } = await platform.license(["twin-stripe", "twin-iconik"]);
    expect((await platform.ingest(token, batchOf("twin-iconik", [observation()]))).status).toBe(200);
    expect((await platform.ingest(token, batchOf("twin-slack", [observation()]))).status).toBe(403);
    expect((await stored()).map(({ twinId }) => twinId)).toEqual(["twin-iconik"]);
  });

  it.each([
    ["a field in the batch", { account: "acct-evil", account_id: "acct-evil", aud: ["twin-slack"] }],
    ["a field of the events", {}],
  ])("believes no identity from the body: %s", async (_, extra) => {
    const { token } = await platform.license(["twin-stripe"], "acct-a");
    const event = { ...observation(), twin: "twin-slack", twin_id: "twin-slack", account_id: "acct-evil" };
    const response = await platform.ingest(
      token,
      { ...batchOf("twin-stripe", [event]), ...extra },
      {
        "x-twin": "twin-slack",
      },
    );
    expect(response.status).toBe(200);
    const [row] = await stored();
    expect(row).toMatchObject({ twinId: "twin-stripe", accountId: "acct-a" });
    expect(row?.payload).not.toHaveProperty("twin");
  });

  it("counts repeated mismatches instead of keeping each, and few names of one licence", async () => {
    const { token } = await platform.license(["twin-iconik"]);
    for (let index = 0; index < 3; index += 1) await platform.ingest(token, batchOf("twin-stripe", [observation()]));
    expect(await mismatches()).toMatchObject([{ claimedTwin: "twin-stripe", batches: 3 }]);
    for (let index = 0; index < 105; index += 1) await platform.ingest(token, batchOf(`twin-n${index}`, [{}]));
    expect(await mismatches()).toHaveLength(100);
  });

  it("stores an event once however often it arrives", async () => {
    const { token } = await platform.license(["twin-stripe"]);
    const [first, second] = [observation(), observation()];
    const answer = async (events: unknown[]) => {
      const body = (await (await platform.ingest(token, batchOf("twin-stripe", events))).json()) as {
        results: { status: string }[];
      };
      return body.results.map(({ status }) => status);
    };
    expect(await answer([first, first])).toEqual(["accepted", "duplicate"]);
    const upperCase = { ...first, event_id: first.event_id.toUpperCase() };
    expect(await answer([upperCase, second])).toEqual(["duplicate", "accepted"]);
    expect(await stored()).toHaveLength(2);
  });

  it("accepts an id once when batches with it arrive together", async () => {
    const { token } = await platform.license(["twin-stripe"]);
    const event = observation();
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => platform.ingest(token, batchOf("twin-stripe", [event, observation()]))),
    );
    const bodies = (await Promise.all(responses.map((response) => response.json()))) as { accepted: number }[];
    expect(bodies.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(9);
    expect(await stored()).toHaveLength(9);
  });

  it("answers for each event; a wrong one does not cost the others", async () => {
    const { token } = await platform.license(["twin-stripe"]);
    const good = observation();
    const wrong = [
      null,
      42,
      {},
      observation({ event_id: "not-a-uuid" }),
      observation({ at: "yesterday" }),
      observation({ at: "0000-01-01T00:00:00Z" }),
      { ...observation(), operation: "nul \u0000 character" },
      { ...observation(), path_template: "half a pair \ud800" },
      { ...observation(), status: 99 },
      { ...observation(), type: "unheard_of" },
    ];
    // JSON has no Infinity, but a number too large for a double parses as it.
    const body = JSON.stringify(batchOf("twin-stripe", [...wrong, good, { ...observation(), duration_ms: 12345 }]));
    const response = await platform.ingest(token, body.replace("12345", "1e999"));
    expect(response.status).toBe(200);
    const answer = (await response.json()) as { results: { status: string; code?: string; event_id: string }[] };
    expect(answer).toMatchObject({ accepted: 1, duplicates: 0, rejected: wrong.length + 1 });
    expect(answer.results[wrong.length]).toMatchObject({ status: "accepted", event_id: good.event_id });
    expect(answer.results[0]).toMatchObject({ status: "rejected", code: "invalid_event", event_id: null });
    expect((await stored()).map(({ eventId }) => eventId)).toEqual([good.event_id]);
  });

  it("takes the largest batch, plain and gzip", async () => {
    const { token } = await platform.license(["twin-stripe"]);
    const events = () => Array.from({ length: TELEMETRY_BATCH_EVENTS_MAX }, () => observation());
    expect(await (await platform.ingest(token, batchOf("twin-stripe", events()))).json()).toMatchObject({
      accepted: TELEMETRY_BATCH_EVENTS_MAX,
    });
    const compressed = gzipSync(JSON.stringify(batchOf("twin-stripe", events())));
    const response = await platform.ingest(token, compressed, { "content-encoding": "gzip" });
    expect(await response.json()).toMatchObject({ accepted: TELEMETRY_BATCH_EVENTS_MAX });
    expect(await stored()).toHaveLength(2 * TELEMETRY_BATCH_EVENTS_MAX);
  });

  it("caps the batch by count and by bytes, before and after decompression", async () => {
    const { token } = await platform.license(["twin-stripe"]);
    const tooMany = Array.from({ length: TELEMETRY_BATCH_EVENTS_MAX + 1 }, () => observation());
    const byCount = await platform.ingest(token, batchOf("twin-stripe", tooMany));
    expect([byCount.status, await byCount.json()]).toMatchObject([
      413,
      { error: { code: "batch_too_large", path: "events" } },
    ]);
    const huge = await platform.ingest(token, `"${"x".repeat(INGEST_BODY_BYTES_MAX)}"`);
    expect([huge.status, await huge.json()]).toMatchObject([413, { error: { code: "body_too_large" } }]);
    const bomb = gzipSync(Buffer.alloc(INGEST_DECODED_BYTES_MAX + 1, " "));
    expect(bomb.byteLength).toBeLessThan(INGEST_BODY_BYTES_MAX);
    const exploded = await platform.ingest(token, bomb, { "content-encoding": "gzip" });
    expect([exploded.status, await exploded.json()]).toMatchObject([413, { error: { code: "body_too_large" } }]);
    expect(await stored()).toEqual([]);
  });

  it("answers each failure of a licence with 401 and its code", async () => {
    const good = await platform.license(["twin-stripe"]);
    const revoked = await platform.license(["twin-stripe"]);
    await platform.operator("POST", `/v1/licenses/${revoked.claims.jti}/revoke`);
    const now = platform.clock.now.getTime() / 1_000;
    const [header, payload, signature] = good.token.split(".");
    const unknownKey = Buffer.from(JSON.stringify({ alg: "EdDSA", kid: "another" })).toString("base64url");
    const noAlgorithm = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    const tokens: Record<string, string> = {
      malformed: "no-licence",
      unsupported_algorithm: `${noAlgorithm}.${payload}.${signature}`,
      invalid_signature: await platform.sign({}, { foreign: true }),
      stale_key_set: `${unknownKey}.${payload}.${signature}`,
      wrong_issuer: await platform.sign({}, { issuer: "https://other.test" }),
      not_yet_valid: await platform.sign({ iat: now + 301 }),
      expired: await platform.sign({ iat: now - 60, exp: now }),
      revoked: revoked.token,
    };
    expect(header).toBeTruthy();
    for (const [code, token] of Object.entries(tokens)) {
      const response = await platform.ingest(token, batchOf("twin-stripe", [observation()]));
      expect([response.status, await response.json()]).toMatchObject([401, { error: { code } }]);
      expect(response.headers.get("www-authenticate")).toContain("Bearer");
    }
    const anonymous = await platform.app.request("/telemetry/v1/ingest", { method: "POST" });
    expect([anonymous.status, await anonymous.json()]).toMatchObject([401, { error: { code: "unauthenticated" } }]);
    expect(await stored()).toEqual([]);
  });

  it("takes telemetry until the instant at which the licence ends", async () => {
    const { token, claims } = await platform.license(["twin-stripe"]);
    platform.clock.now = new Date(claims.exp * 1_000 - 1);
    expect((await platform.ingest(token, batchOf("twin-stripe", [observation()]))).status).toBe(200);
    platform.clock.now = new Date(claims.exp * 1_000);
    expect((await platform.ingest(token, batchOf("twin-stripe", [observation()]))).status).toBe(401);
  });

  it("counts what arrived for the operator", async () => {
    const { token } = await platform.license(["twin-stripe", "twin-iconik"]);
    await platform.ingest(token, batchOf("twin-stripe", [observation(), observation()]));
    const finished = { event_id: randomUUID(), at: "2026-01-01T00:00:00Z", type: "domain_event", name: "job.finished" };
    await platform.ingest(token, batchOf("twin-iconik", [finished]));
    const newest_received_at = platform.clock.now.toISOString();
    expect(await (await platform.operator("GET", "/v1/telemetry/summary")).json()).toEqual({
      total: 3,
      counts: [
        { twin: "twin-iconik", type: "domain_event", events: 1, newest_received_at },
        { twin: "twin-stripe", type: "http_observation", events: 2, newest_received_at },
      ],
      mismatches: [],
    });
    const one = await platform.operator("GET", "/v1/telemetry/summary?twin=twin-iconik");
    expect(await one.json()).toMatchObject({ total: 1, counts: [{ twin: "twin-iconik" }] });
  });
});

describeDatabases("telemetry ingest under pressure", (database) => {
  it("answers 503 with Retry-After beyond the batches that may be in work, and recovers", async () => {
    await using platform = await createTestPlatform(database().db, { ingestConcurrencyMax: 2 });
    const { token } = await platform.license(["twin-stripe"]);
    const slow = Array.from({ length: 2 }, () => slowBody(JSON.stringify(batchOf("twin-stripe", [observation()]))));
    const inWork = slow.map(({ body }) =>
      Promise.resolve(
        platform.app.request("/telemetry/v1/ingest", {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body,
          duplex: "half",
        } as RequestInit),
      ),
    );
    await vi.waitUntil(() => slow.every(({ isRead }) => isRead()));
    const refused = await platform.ingest(token, batchOf("twin-stripe", [observation()]));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await refused.json()).toMatchObject({ error: { code: "overloaded" } });
    for (const { finish } of slow) finish();
    for (const response of await Promise.all(inWork)) expect(response.status).toBe(200);
    expect((await platform.ingest(token, batchOf("twin-stripe", [observation()]))).status).toBe(200);
  });
});

/** A body of which the end arrives only when the test says so. */
function slowBody(text: string) {
  const end = Promise.withResolvers<void>();
  let read = false;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        read = true;
        await end.promise;
        controller.enqueue(Buffer.from(text));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return { body, finish: end.resolve, isRead: () => read };
}
