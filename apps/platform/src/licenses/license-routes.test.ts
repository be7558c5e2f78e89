import { RevocationList } from "@twinkit-pro/contracts";
import { MAX_LICENSE_TTL_DAYS, verifyLicenseFile } from "@twinkit-pro/license-verifier";
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { licenses, revocations } from "../database/schema.ts";
import { describeDatabases } from "../testing/engines.ts";
import { createTestPlatform, ISSUER, OPERATOR_TOKEN, type TestPlatform } from "../testing/test-platform.ts";
import { IssuedLicense } from "@twinkit-pro/contracts";

describeDatabases("licences", (database) => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await createTestPlatform(database().db);
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  const order = async (account: string, body: unknown) =>
    platform.operator("POST", `/v1/accounts/${account}/licenses`, body);
  const list = async (account: string, query = "") => {
    const response = await platform.operator("GET", `/v1/accounts/${account}/licenses${query}`);
    return (await response.json()) as { licenses: { claims: { jti: string } }[]; has_more: boolean };
  };

  it("issues a licence that verifies offline, and records it before it answers", async () => {
    const response = await order("acct-issue", { twins: ["twin-stripe"], ttl_days: 2.5, plan: "team", kind: "ci" });
    expect(response.status).toBe(201);
    const { claims, license_file } = v.parse(IssuedLicense, await response.json());
    const nowSeconds = platform.clock.now.getTime() / 1_000;
    const verified = await verifyLicenseFile(license_file, { issuer: ISSUER, audience: "twin-stripe", nowSeconds });
    expect(verified).toMatchObject({ ok: true, claims });
    expect(claims).toMatchObject({ sub: "acct-issue", plan: "team", kind: "ci", exp: nowSeconds + 216_000 });
    expect(license_file.jwks.keys.map(({ wt_status }) => wt_status)).toEqual(["active", "standby"]);
    const { kid } = license_file.jwks.keys[0]!;
    expect(await list("acct-issue")).toEqual({ licenses: [{ claims, kid, revoked_at: null }], has_more: false });
  });

  it("issues seven days and not a second more", async () => {
    expect((await order("acct-cap", { twins: ["twin-stripe"], ttl_days: MAX_LICENSE_TTL_DAYS })).status).toBe(201);
    for (const ttl_days of [MAX_LICENSE_TTL_DAYS + 1 / 86_400, 8, 1e6, Number.MAX_VALUE]) {
      const response = await order("acct-over", { twins: ["twin-stripe"], ttl_days });
      expect([response.status, await response.json()]).toMatchObject([
        422,
        { error: { code: "ttl_above_maximum", path: "ttl_days" } },
      ]);
    }
    expect((await list("acct-over")).licenses).toEqual([]);
  });

  it("has the cap in the database too", async () => {
    const row = (seconds: number) => ({
      jti: `jti-${seconds}`,
      accountId: "acct-cap",
      issuer: ISSUER,
      twins: ["twin-stripe"],
      plan: "standard",
      kind: "ci" as const,
      kid: "kid",
      notBefore: new Date(0),
      notAfter: new Date(seconds * 1_000),
    });
    const week = 7 * 86_400;
    await database().db.insert(licenses).values(row(week));
    const refusal = (constraint: string) => ({ cause: { message: expect.stringContaining(constraint) } });
    await expect(
      database()
        .db.insert(licenses)
        .values(row(week + 1)),
    ).rejects.toMatchObject(refusal("licenses_ttl_maximum"));
    await expect(database().db.insert(licenses).values(row(0))).rejects.toMatchObject(refusal("licenses_ttl_positive"));
    // The length of seven days does not depend on whether a clock is put forward in them.
    await database().db.transaction(async (tx) => {
      await tx.execute(sql`set local timezone to 'Europe/Berlin'`);
      const start = Date.parse("2026-03-26T00:00:00Z");
      const dates = (seconds: number) => ({ notBefore: new Date(start), notAfter: new Date(start + seconds * 1_000) });
      await tx.insert(licenses).values({ ...row(1), ...dates(week) });
      await expect(
        tx.transaction((nested) => nested.insert(licenses).values({ ...row(2), ...dates(week + 1) })),
      ).rejects.toMatchObject(refusal("licenses_ttl_maximum"));
    });
  });

  it("pages through an account's licences, newest first, and shows no other account's", async () => {
    const issued: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      issued.unshift((await platform.license(["twin-stripe"], "acct-pages")).claims.jti);
    }
    await platform.license(["twin-stripe"], "acct-other");
    const first = await list("acct-pages", "?limit=2");
    const second = await list("acct-pages", `?limit=2&before=${first.licenses[1]?.claims.jti}`);
    const third = await list("acct-pages", `?limit=2&before=${second.licenses[1]?.claims.jti}`);
    const pages = [first, second, third];
    expect(pages.flatMap((page) => page.licenses.map(({ claims }) => claims.jti))).toEqual(issued);
    expect(pages.map(({ has_more }) => has_more)).toEqual([true, true, false]);
    expect((await list("acct-pages", "?before=unknown")).licenses).toEqual([]);
  });

  it("revokes once, lists it for verifiers, and drops it from the list a day after the licence's end", async () => {
    const { claims } = await platform.license(["twin-stripe"], "acct-revoke");
    const revoke = async (jti: string) => platform.operator("POST", `/v1/licenses/${jti}/revoke`);
    const first = await (await revoke(claims.jti)).json();
    const before = platform.clock.now;
    platform.clock.now = new Date(before.getTime() + 60_000);
    expect(await (await revoke(claims.jti)).json()).toEqual(first);
    const listed = async () => {
      const response = await platform.app.request("/v1/revocations");
      return v.parse(RevocationList, await response.json());
    };
    const revoked_at = before.getTime() / 1_000;
    expect(await listed()).toEqual({ issued_at: revoked_at + 60, revoked: [{ jti: claims.jti, revoked_at }] });
    platform.clock.now = new Date((claims.exp + 86_400) * 1_000);
    expect((await listed()).revoked).toHaveLength(1);
    platform.clock.now = new Date((claims.exp + 86_401) * 1_000);
    expect((await listed()).revoked).toEqual([]);
    platform.clock.now = before;
    const unknown = await revoke("lic_unknown");
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: "not_found", path: "jti" } }]);
    await database().db.delete(revocations);
  });

  it("puts the revocations into every licence file", async () => {
    const { claims } = await platform.license(["twin-stripe"]);
    await platform.operator("POST", `/v1/licenses/${claims.jti}/revoke`);
    const response = await order("acct-test", { twins: ["twin-stripe"], ttl_days: 1 });
    const { license_file } = v.parse(IssuedLicense, await response.json());
    expect(license_file.revocations?.revoked.map(({ jti }) => jti)).toContain(claims.jti);
  });

  it.each([
    ["no header", {}],
    ["another token", { authorization: "Bearer another" }],
    ["a longer token", { authorization: `Bearer ${OPERATOR_TOKEN}x` }],
    ["the token without its scheme", { authorization: OPERATOR_TOKEN }],
    ["Basic credentials", { authorization: `Basic ${OPERATOR_TOKEN}` }],
  ])("lets nobody but the operator in: %s", async (_, headers: Record<string, string>) => {
    for (const [method, path] of [
      ["POST", "/v1/accounts/acct-x/licenses"],
      ["GET", "/v1/accounts/acct-x/licenses"],
      ["POST", "/v1/licenses/lic_x/revoke"],
      ["GET", "/v1/telemetry/summary"],
    ] as const) {
      const response = await platform.app.request(path, { method, headers });
      expect([response.status, await response.json()]).toMatchObject([401, { error: { code: "unauthenticated" } }]);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
    }
  });
});
