import { describe, expect, it } from "vitest";
import { ISSUER, jwks, NOW, options, standbyKey, strangerKey, tokenOf, TWIN } from "../test/fixtures.ts";
import { generateSigningKey, jwksOf, LICENSE_TOKEN_CHARACTERS_MAX, publicJwkOf, verifyLicense } from "./index.ts";

describe("verifyLicense", () => {
  it("accepts a licence of a trusted key and returns its claims", async () => {
    const result = await verifyLicense(await tokenOf(), options);
    expect(result).toEqual({
      ok: true,
      kid: jwks.keys[0]?.kid,
      claims: {
        iss: ISSUER,
        sub: "acct_1",
        aud: [TWIN],
        jti: "lic_1",
        iat: NOW,
        nbf: NOW,
        exp: NOW + 86_400,
        plan: "team",
        kind: "ci",
      },
    });
  });

  it("accepts a licence of the standby key", async () => {
    const result = await verifyLicense(await tokenOf({ key: standbyKey }), options);
    expect(result).toMatchObject({ ok: true, kid: standbyKey.kid });
  });

  it("accepts a licence whose kid names no trusted key when a trusted key signed it", async () => {
    const key = { ...standbyKey, kid: "renamed" };
    expect(await verifyLicense(await tokenOf({ key }), options)).toMatchObject({ ok: true, kid: standbyKey.kid });
  });

  it("calls an unknown kid a stale key set", async () => {
    const result = await verifyLicense(await tokenOf({ key: strangerKey }), options);
    expect(result).toMatchObject({ ok: false, code: "stale_key_set" });
    expect(result).toHaveProperty("message", expect.stringContaining(strangerKey.kid));
  });

  it("calls a known kid with a wrong signature a forgery", async () => {
    const forged = await tokenOf({ key: { ...strangerKey, kid: standbyKey.kid } });
    expect(await verifyLicense(forged, options)).toMatchObject({ ok: false, code: "invalid_signature" });
  });

  it("passes over a key it cannot import", async () => {
    const broken = { ...publicJwkOf(strangerKey), x: "AAAA", kid: "broken" };
    const keySet = { keys: [broken, ...jwks.keys] };
    expect(await verifyLicense(await tokenOf(), { ...options, jwks: keySet })).toMatchObject({ ok: true });
    const onlyBroken = await verifyLicense(await tokenOf(), { ...options, jwks: { keys: [broken] } });
    expect(onlyBroken).toMatchObject({ code: "stale_key_set" });
  });

  it("refuses another issuer, saying both", async () => {
    const result = await verifyLicense(await tokenOf({ issuer: "https://other.example" }), options);
    expect(result).toMatchObject({ ok: false, code: "wrong_issuer", claims: { jti: "lic_1" } });
    expect(result).toHaveProperty("message", expect.stringContaining("https://other.example"));
    expect(result).toHaveProperty("message", expect.stringContaining(ISSUER));
  });

  it("refuses a licence that does not cover the twin", async () => {
    const result = await verifyLicense(await tokenOf({ twins: ["twin-iconik"] }), options);
    expect(result).toMatchObject({ ok: false, code: "wrong_audience" });
  });

  it("leaves the audience to the caller when asked for any", async () => {
    const token = await tokenOf({ twins: ["twin-iconik", "twin-slack"] });
    const result = await verifyLicense(token, { ...options, audience: "any" });
    expect(result).toMatchObject({ ok: true, claims: { aud: ["twin-iconik", "twin-slack"] } });
  });

  it("refuses a revoked licence even when it has ended", async () => {
    const revocations = { issued_at: NOW, revoked: [{ jti: "lic_1", revoked_at: NOW }] };
    const late = { ...options, nowSeconds: NOW + 90_000, revocations };
    expect(await verifyLicense(await tokenOf(), late)).toMatchObject({ ok: false, code: "revoked" });
    expect(await verifyLicense(await tokenOf({ jti: "lic_2" }), { ...options, revocations })).toMatchObject({
      ok: true,
    });
  });

  it("gives leeway to the beginning by default, and none to the end", async () => {
    const token = await tokenOf({ ttlSeconds: 60 });
    expect(await verifyLicense(token, { ...options, nowSeconds: NOW - 300 })).toMatchObject({ ok: true });
    expect(await verifyLicense(token, { ...options, nowSeconds: NOW - 301 })).toMatchObject({ code: "not_yet_valid" });
    expect(await verifyLicense(token, { ...options, nowSeconds: NOW + 60 })).toMatchObject({ code: "expired" });
  });

  it("throws on a clock that is no number", async () => {
    await expect(verifyLicense("", { ...options, nowSeconds: Number.NaN })).rejects.toThrow(TypeError);
    await expect(verifyLicense("", { ...options, leewaySeconds: -1 })).rejects.toThrow(TypeError);
  });

  it("refuses a token above the size limit without reading it", async () => {
    const token = await tokenOf();
    const padded = `${token}${"A".repeat(LICENSE_TOKEN_CHARACTERS_MAX)}`;
    expect(await verifyLicense(padded, options)).toMatchObject({ code: "malformed" });
  });

  it("verifies with a retiring key", async () => {
    const active = await generateSigningKey();
    const rotated = jwksOf({ active: publicJwkOf(active), retiring: jwks.keys });
    expect(await verifyLicense(await tokenOf(), { ...options, jwks: rotated })).toMatchObject({ ok: true });
  });
});
