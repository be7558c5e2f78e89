import { describe, expect, it } from "vitest";
import { ISSUER, NOW, options, order, type OrderChanges } from "../test/fixtures.ts";
import { issueLicense, verifyLicense } from "./index.ts";

describe("issueLicense", () => {
  it("names the key in the header and starts the licence now", async () => {
    const { token, claims } = await issueLicense(order({ ttlSeconds: 90 }));
    const header: unknown = JSON.parse(Buffer.from(token.split(".")[0]!, "base64url").toString());
    expect(header).toEqual({ alg: "EdDSA", typ: "JWT", kid: order().key.kid });
    expect(claims).toMatchObject({ iss: ISSUER, iat: NOW, nbf: NOW, exp: NOW + 90 });
  });

  it("returns the claims that a verifier reads", async () => {
    const { token, claims } = await issueLicense(order({ twins: ["twin-stripe", "twin-iconik", "twin-stripe"] }));
    const result = await verifyLicense(token, options);
    expect(result).toMatchObject({ ok: true, claims });
    expect(claims.aud).toEqual(["twin-stripe", "twin-iconik"]);
  });

  it("takes fractions of days", async () => {
    const { ttlSeconds: _, ...rest } = order();
    const { claims } = await issueLicense({ ...rest, ttlDays: 0.1 } as Parameters<typeof issueLicense>[0]);
    expect(claims.exp - claims.iat).toBe(8_640);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.NEGATIVE_INFINITY])("refuses a life of %s s", async (ttlSeconds) => {
    await expect(issueLicense(order({ ttlSeconds }))).rejects.toMatchObject({ code: "ttl_invalid" });
  });

  it.each([-1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER])("refuses the time of issue %s", async (nowSeconds) => {
    await expect(issueLicense(order({ nowSeconds }))).rejects.toMatchObject({ code: "clock_invalid" });
  });

  it.each<[string, OrderChanges]>([
    ["iss", { issuer: "" }],
    ["sub", { account: "" }],
    ["sub", { account: "../etc" }],
    ["aud", { twins: [] }],
    ["aud.0", { twins: ["stripe"] }],
    ["aud.1", { twins: ["twin-stripe", "any"] }],
    ["aud", { twins: Array.from({ length: 65 }, (_, index) => `twin-v${index}`) }],
    ["jti", { jti: "" }],
    ["jti", { jti: "j".repeat(65) }],
    ["plan", { plan: "" }],
    ["kind", { kind: "forever" as "ci" }],
  ])("refuses a malformed %s and names it: %j", async (field, changes) => {
    const issued = issueLicense(order(changes));
    await expect(issued).rejects.toMatchObject({ name: "LicenseError", code: "claims_invalid" });
    await expect(issued).rejects.toThrow(`${field}: `);
  });
});
