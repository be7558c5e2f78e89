import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { activeKey, options, order, strangerKey } from "../test/fixtures.ts";
import {
  generateSigningKey,
  issueLicense,
  jwksOf,
  LicenseError,
  parseSigningKey,
  publicJwkOf,
  serializeSigningKey,
  verifyLicense,
} from "./index.ts";

const serialized = await serializeSigningKey(activeKey);
const jwk = JSON.parse(serialized) as Record<string, string>;

describe("a signing key", () => {
  it("has the RFC 7638 thumbprint as its kid", async () => {
    // RFC 8037 appendix A.1 (the key) and A.3 (its thumbprint).
    const example = {
      kty: "OKP",
      crv: "Ed25519",
      d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
      x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
      kid: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
    };
    expect((await parseSigningKey(JSON.stringify(example))).kid).toBe(example.kid);
  });

  it("is new every time", async () => {
    const another = await generateSigningKey();
    expect(another.kid).not.toBe(activeKey.kid);
    expect(another.x).not.toBe(activeKey.x);
  });

  it("signs the same after it was written and read", async () => {
    const key = await parseSigningKey(serialized);
    const { token } = await issueLicense(order({ key }));
    expect(await verifyLicense(token, options)).toMatchObject({ ok: true, kid: activeKey.kid });
  });

  it("keeps its secret out of what is published and printed", () => {
    const secret = jwk["d"]!;
    expect(secret).toHaveLength(43);
    const shown = [
      JSON.stringify(jwksOf({ active: publicJwkOf(activeKey) })),
      inspect(activeKey, { depth: 9 }),
      JSON.stringify(activeKey),
    ];
    for (const text of shown) expect(text).not.toContain(secret);
  });
});

describe("parseSigningKey", () => {
  const flipped = (text: string) => (text.startsWith("A") ? "B" : "A") + text.slice(1);

  it.each<[string, string]>([
    ["no JSON", serialized.slice(1)],
    ["an empty file", ""],
    ["null", "null"],
    ["a public key", JSON.stringify(publicJwkOf(activeKey))],
    ["another key type", JSON.stringify({ ...jwk, kty: "EC" })],
    ["another curve", JSON.stringify({ ...jwk, crv: "X25519" })],
    ["a short secret", JSON.stringify({ ...jwk, d: "AAAA" })],
    ["a kid that is not the thumbprint", JSON.stringify({ ...jwk, kid: "key-1" })],
    ["the public part of another key", JSON.stringify({ ...jwk, x: strangerKey.x, kid: strangerKey.kid })],
    ["a damaged secret", JSON.stringify({ ...jwk, d: flipped(jwk["d"]!) })],
    ["no kid", JSON.stringify({ ...jwk, kid: undefined })],
  ])("refuses %s without showing key material", async (_name, text) => {
    const error: unknown = await parseSigningKey(text).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(LicenseError);
    expect(error).toMatchObject({
      code: "key_invalid",
      message: expect.stringMatching(/Restore .* or make a new key\.$/),
    });
    expect(inspect(error, { depth: 9 })).not.toContain(jwk["d"]!.slice(8, 30));
  });
});
