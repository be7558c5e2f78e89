import { createHmac, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activeKey, jwks, options, order, standbyKey, tokenOf } from "../test/fixtures.ts";
import {
  issueLicense,
  LICENSE_FAILURE_CODES,
  LICENSE_TOKEN_CHARACTERS_MAX,
  publicJwkOf,
  verifyLicense,
} from "./index.ts";

const { token, claims } = await issueLicense(order());
const [header = "", payload = "", signature = ""] = token.split(".");
const spot = { header: 0, payload: header.length + 1, signature: header.length + payload.length + 2 };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const verify = (candidate: string) => verifyLicense(candidate, options);

function flipBit(text: string, index: number, bit: number): string {
  const flipped = String.fromCharCode(text.charCodeAt(index) ^ (1 << bit));
  return text.slice(0, index) + flipped + text.slice(index + 1);
}

describe("a token with one flipped bit", () => {
  it("verifies without the flip", async () => {
    expect(await verify(token)).toMatchObject({ ok: true });
  });

  it("never verifies, whichever bit of whichever character it is", async () => {
    for (let index = 0; index < token.length; index += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const result = await verify(flipBit(token, index, bit));
        expect(result.ok, `character ${index}, bit ${bit}`).toBe(false);
      }
    }
  });

  it.each([
    ["header", header],
    ["payload", payload],
    ["signature", signature],
  ])("never verifies when a bit of the decoded %s is flipped", async (part, text) => {
    const bytes = Buffer.from(text, "base64url");
    for (let index = 0; index < bytes.length * 8; index += 1) {
      const flipped = Buffer.from(bytes);
      flipped[index >> 3]! ^= 1 << (index & 7);
      const at = spot[part as keyof typeof spot];
      const forged = token.slice(0, at) + flipped.toString("base64url") + token.slice(at + text.length);
      expect((await verify(forged)).ok, `bit ${index}`).toBe(false);
    }
  });

  it("refuses a second spelling of the same signature: unused low bits, padding, white space", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.indexOf(token.at(-1)!);
    const respelled = token.slice(0, -1) + alphabet[last + 1];
    expect(Buffer.from(respelled.split(".")[2]!, "base64url")).toEqual(Buffer.from(signature, "base64url"));
    for (const other of [respelled, `${token}==`, `${token}\n`, ` ${token}`, token.replace(".", ". ")]) {
      expect(await verify(other)).toMatchObject({ ok: false, code: "malformed" });
    }
  });

  it("refuses any changed characters (property)", async () => {
    const change = fc.tuple(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        let changed = token;
        for (const [at, text] of changes) changed = changed.slice(0, at) + text + changed.slice(at + text.length);
        fc.pre(changed !== token);
        expect((await verify(changed)).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe("algorithm confusion", () => {
  const publicKeyBytes = Buffer.from(activeKey.x, "base64url");
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), publicKeyBytes]);
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString("base64")}\n-----END PUBLIC KEY-----\n`;
  const signingInput = (alg: string, more: object = {}) =>
    `${encode({ alg, typ: "JWT", kid: activeKey.kid, ...more })}.${encode(claims)}`;

  it.each(["none", "None", "NONE", ""])("refuses alg %j with an empty signature and with the old one", async (alg) => {
    const unsigned = `${signingInput(alg)}.`;
    expect((await verify(unsigned)).ok).toBe(false);
    expect(await verify(unsigned + signature)).toMatchObject({ code: "unsupported_algorithm" });
  });

  it.each([
    ["raw bytes", publicKeyBytes],
    ["base64url text", Buffer.from(activeKey.x)],
    ["SPKI", spki],
    ["PEM", Buffer.from(pem)],
    ["JWK", Buffer.from(JSON.stringify(publicJwkOf(activeKey)))],
  ])("refuses HMAC with the public key as its secret (%s)", async (_form, secret) => {
    for (const [alg, hash] of [
      ["HS256", "sha256"],
      ["HS384", "sha384"],
      ["HS512", "sha512"],
    ] as const) {
      const input = signingInput(alg);
      const mac = createHmac(hash, secret).update(input).digest("base64url");
      expect(await verify(`${input}.${mac}`)).toMatchObject({ code: "unsupported_algorithm" });
    }
    const asEdDsa = signingInput("EdDSA");
    const mac = createHmac("sha512", secret).update(asEdDsa).digest("base64url");
    expect(await verify(`${asEdDsa}.${mac}`)).toMatchObject({ code: "invalid_signature" });
  });

  it("refuses RS256, ES256 and another curve, also when the header brings the key along", async () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const ed = generateKeyPairSync("ed25519");
    const rsInput = signingInput("RS256", { jwk: rsa.publicKey.export({ format: "jwk" }) });
    const rs = sign("sha256", Buffer.from(rsInput), rsa.privateKey).toString("base64url");
    expect(await verify(`${rsInput}.${rs}`)).toMatchObject({ code: "unsupported_algorithm" });
    const esInput = signingInput("ES256", { jwk: ec.publicKey.export({ format: "jwk" }) });
    const es = sign("sha256", Buffer.from(esInput), { key: ec.privateKey, dsaEncoding: "ieee-p1363" });
    expect(await verify(`${esInput}.${es.toString("base64url")}`)).toMatchObject({ code: "unsupported_algorithm" });
    const ownKeyInput = signingInput("EdDSA", {
      jwk: ed.publicKey.export({ format: "jwk" }),
      jku: "https://evil.example",
    });
    const own = sign(null, Buffer.from(ownKeyInput), ed.privateKey).toString("base64url");
    expect(await verify(`${ownKeyInput}.${own}`)).toMatchObject({ code: "invalid_signature" });
  });

  it.each(["ED25519", "eddsa", "Ed25519", "EdDSA ", "Ed448"])("refuses %j: the one name is EdDSA", async (alg) => {
    expect(await verify(`${signingInput(alg)}.${signature}`)).toMatchObject({ code: "unsupported_algorithm" });
  });

  it.each([{ crit: ["b64"], b64: false }, { crit: ["exp"], exp: 1 }, { crit: [] }])(
    "refuses critical extensions, even with a good signature: %j",
    async (extension) => {
      const input = signingInput("EdDSA", extension);
      expect(await verify(`${input}.${await signedByActive(input)}`)).toMatchObject({ code: "malformed" });
    },
  );
});

describe("a good signature over claims that were never issued so", () => {
  const signed = async (text: string) => {
    const input = `${encode({ alg: "EdDSA", kid: activeKey.kid })}.${Buffer.from(text).toString("base64url")}`;
    return `${input}.${await signedByActive(input)}`;
  };

  it.each([
    ["no JSON", "licence"],
    ["an array", "[]"],
    ["null", "null"],
    ["missing claims", "{}"],
    ["exp as text", JSON.stringify({ ...claims, exp: "1900000000" })],
    ["exp beyond integers", JSON.stringify({ ...claims, exp: 1e300 })],
    ["a fraction for exp", JSON.stringify({ ...claims, exp: claims.exp + 0.5 })],
    ["a negative nbf", JSON.stringify({ ...claims, nbf: -1 })],
    ["one audience as text", JSON.stringify({ ...claims, aud: "twin-stripe" })],
    ["no audience", JSON.stringify({ ...claims, aud: [] })],
    ["an unknown kind", JSON.stringify({ ...claims, kind: "forever" })],
  ])("is malformed: %s", async (_name, text) => {
    const result = await verify(await signed(text));
    expect(result).toMatchObject({ ok: false, code: "malformed", kid: activeKey.kid });
    expect(result).not.toHaveProperty("claims");
  });

  it("begins at the later of nbf and iat", async () => {
    const later = { ...claims, iat: claims.nbf + 1_000 };
    const verifyAt = async (nowSeconds: number) =>
      verifyLicense(await signed(JSON.stringify(later)), { ...options, nowSeconds, leewaySeconds: 10 });
    expect(await verifyAt(later.iat - 11)).toMatchObject({ code: "not_yet_valid" });
    expect(await verifyAt(later.iat - 10)).toMatchObject({ ok: true });
  });

  it("is malformed: bytes that are no UTF-8", async () => {
    const input = `${encode({ alg: "EdDSA" })}.${Buffer.from([0x22, 0xff, 0x22]).toString("base64url")}`;
    expect(await verify(`${input}.${await signedByActive(input)}`)).toMatchObject({ code: "malformed" });
  });
});

describe("arbitrary input", () => {
  const fragment = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.base64String(),
    fc.json().map((json) => Buffer.from(json).toString("base64url")),
    fc.constantFrom(header, payload, signature, "", "=", "\u0000"),
  );

  it("is answered with a code of the closed set and never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 5 }), async (parts) => {
        const candidate = parts.join(".");
        fc.pre(candidate !== token);
        const result = await verify(candidate);
        expect(result.ok).toBe(false);
        if (!result.ok) expect(LICENSE_FAILURE_CODES).toContain(result.code);
      }),
      { numRuns: 500 },
    );
  });

  it.each([undefined, null, 7, {}, [], Buffer.from(token)])(
    "is malformed when it is no text: %j",
    async (candidate) => {
      expect(await verify(candidate as unknown as string)).toMatchObject({ ok: false, code: "malformed" });
    },
  );

  it("is looked at only up to the size limit", async () => {
    const longest = await tokenOf({ plan: "p".repeat(64) });
    expect(longest.length).toBeLessThan(LICENSE_TOKEN_CHARACTERS_MAX);
    const huge = `${header}.${"A".repeat(50_000_000)}.${signature}`;
    expect(await verify(huge)).toMatchObject({ code: "malformed" });
    const result = await verify(`${encode({ alg: "x".repeat(5_000) })}.${payload}.${signature}`);
    expect(result).toMatchObject({ code: "unsupported_algorithm" });
    expect(result.ok ? "" : result.message.length).toBeLessThan(300);
  });

  it("keeps control characters out of messages", async () => {
    const kid = "\u001b[31mred\nforged log line";
    const result = await verify(`${encode({ alg: "EdDSA", kid })}.${payload}.${signature}`);
    expect(result).toMatchObject({ code: "stale_key_set" });
    // oxlint-disable-next-line no-control-regex -- looking for control characters is the point
    expect(result.ok ? "" : result.message).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe("every failure", () => {
  it("tells what happened and what to do", async () => {
    const revocations = { issued_at: 1, revoked: [{ jti: claims.jti, revoked_at: 1 }] };
    const failures = [
      await verify("nonsense"),
      await verify(`${encode({ alg: "none" })}.${payload}.${signature}`),
      await verify(
        await tokenOf({ key: { ...standbyKey, kid: activeKey.kid, privateKey: standbyKey.privateKey } }).then((t) =>
          flipBit(t, t.length - 5, 0),
        ),
      ),
      await verifyLicense(token, { ...options, jwks: { keys: [publicJwkOf(standbyKey)] } }),
      await verifyLicense(token, { ...options, issuer: "https://other.example" }),
      await verifyLicense(token, { ...options, audience: "twin-slack" }),
      await verifyLicense(token, { ...options, nowSeconds: 0 }),
      await verifyLicense(token, { ...options, nowSeconds: claims.exp }),
      await verifyLicense(token, { ...options, revocations }),
      await verifyLicense(token, { ...options, lastSeen: { seen_at: claims.exp, license_iat: claims.iat } }),
    ];
    expect(failures.map((failure) => !failure.ok && failure.code)).toEqual(LICENSE_FAILURE_CODES);
    for (const failure of failures) {
      expect(failure.ok ? "" : failure.message).toMatch(
        /^The (licence|clock).+\. [A-Z].+\.$|^No trusted key.+\. [A-Z].+\.$/,
      );
    }
  });
});

async function signedByActive(input: string): Promise<string> {
  const { d } = (await crypto.subtle.exportKey("jwk", activeKey.privateKey)) as { d: string };
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x: jwks.keys[0]!.x, d }, format: "jwk" });
  return sign(null, Buffer.from(input), key).toString("base64url");
}
