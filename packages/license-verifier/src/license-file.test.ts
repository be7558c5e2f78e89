import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activeKey, jwks, NOW, options, strangerKey, tokenOf } from "../test/fixtures.ts";
import {
  decodeLicenseFile,
  encodeLicenseFile,
  jwksOf,
  LICENSE_FILE_CHARACTERS_MAX,
  parseLicenseFile,
  publicJwkOf,
  verifyLicenseFile,
} from "./index.ts";

const { jwks: _, ...fileOptions } = options;
const file = { format: "wt-license" as const, version: 1 as const, token: await tokenOf(), jwks };
const text = JSON.stringify(file);

describe("parseLicenseFile", () => {
  it("reads what encodeLicenseFile wrote", () => {
    expect(parseLicenseFile(text)).toEqual({ ok: true, file });
    expect(decodeLicenseFile(encodeLicenseFile(file))).toEqual({ ok: true, file });
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["another format", JSON.stringify({ ...file, format: "other" })],
    ["another version", JSON.stringify({ ...file, version: 2 })],
    ["no keys", JSON.stringify({ ...file, jwks: { keys: [] } })],
    ["a private key of another kind", JSON.stringify({ ...file, jwks: { keys: [{ kty: "oct", k: "AAAA" }] } })],
    ["a token that is too long", JSON.stringify({ ...file, token: "A".repeat(16_385) })],
    ["too much", " ".repeat(LICENSE_FILE_CHARACTERS_MAX + 1)],
  ])("answers malformed to %s", (_name, content) => {
    expect(parseLicenseFile(content)).toMatchObject({ ok: false, code: "malformed" });
  });

  it("names the field that is wrong", () => {
    const broken = JSON.stringify({ ...file, jwks: { keys: [{ ...jwks.keys[0], x: "!" }] } });
    expect(parseLicenseFile(broken)).toMatchObject({ message: expect.stringContaining("jwks.keys.0.x") });
  });

  it("never throws", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.object().map((value) => JSON.stringify({ ...file, ...value })),
    );
    fc.assert(
      fc.property(anything, (content) => {
        expect(parseLicenseFile(content)).toHaveProperty("ok");
        expect(decodeLicenseFile(content)).toHaveProperty("ok", false);
      }),
    );
  });
});

describe("verifyLicenseFile", () => {
  it("verifies by the keys in the file, from text or parsed", async () => {
    expect(await verifyLicenseFile(text, fileOptions)).toMatchObject({ ok: true, kid: activeKey.kid });
    expect(await verifyLicenseFile(file, fileOptions)).toMatchObject({ ok: true });
    expect(await verifyLicenseFile("nonsense", fileOptions)).toMatchObject({ ok: false, code: "malformed" });
  });

  it("trusts only the keys given, where keys are given", async () => {
    const forged = {
      ...file,
      token: await tokenOf({ key: strangerKey }),
      jwks: jwksOf({ active: publicJwkOf(strangerKey) }),
    };
    expect(await verifyLicenseFile(forged, { ...fileOptions, jwks })).toMatchObject({ code: "stale_key_set" });
  });

  it("applies the later of the two revocation lists", async () => {
    const revoking = { issued_at: NOW, revoked: [{ jti: "lic_1", revoked_at: NOW }] };
    const withList = { ...file, revocations: revoking };
    expect(await verifyLicenseFile(withList, fileOptions)).toMatchObject({ code: "revoked" });
    const older = { issued_at: NOW - 1, revoked: [] };
    expect(await verifyLicenseFile(withList, { ...fileOptions, revocations: older })).toMatchObject({
      code: "revoked",
    });
    const later = { issued_at: NOW + 1, revoked: [] };
    expect(await verifyLicenseFile(withList, { ...fileOptions, revocations: later })).toMatchObject({ ok: true });
    expect(await verifyLicenseFile(file, { ...fileOptions, revocations: revoking })).toMatchObject({ code: "revoked" });
  });
});
