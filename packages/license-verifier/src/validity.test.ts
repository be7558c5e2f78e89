import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { options, tokenOf } from "../test/fixtures.ts";
import { validityAt, verifyLicense } from "./index.ts";
import { loadValidityVectors } from "./vectors.ts";

const vectors = loadValidityVectors();

describe("boundary vectors", () => {
  it("hold the instants before, at and after nbf and exp", () => {
    for (const edge of ["nbf", "exp"] as const) {
      for (const distance of [-1, 0, 1]) {
        const isThere = vectors.some((vector) => vector.leeway_seconds === 0 && vector.now === vector[edge] + distance);
        expect(isThere, `${edge} ${distance}`).toBe(true);
      }
    }
  });

  it.each(vectors)("the comparison: $name", ({ nbf, exp, now, leeway_seconds, expected }) => {
    expect(validityAt({ nbf, exp }, now, leeway_seconds)).toBe(expected);
  });

  it.each(vectors)("a signed licence: $name", async ({ nbf, exp, now, leeway_seconds, expected }) => {
    const token = await tokenOf({ nowSeconds: nbf, ttlSeconds: exp - nbf });
    const result = await verifyLicense(token, { ...options, nowSeconds: now, leewaySeconds: leeway_seconds });
    expect(result.ok ? "valid" : result.code).toBe(expected);
  });
});

describe("validityAt", () => {
  const second = fc.integer({ min: 0, max: 4_000_000_000 });

  it("is valid exactly while nbf <= now < exp", () => {
    fc.assert(
      fc.property(
        second,
        fc.integer({ min: 1, max: 604_800 }),
        fc.integer({ min: -700_000, max: 700_000 }),
        (nbf, ttl, offset) => {
          const now = nbf + offset;
          const expected = now < nbf ? "not_yet_valid" : now < nbf + ttl ? "valid" : "expired";
          expect(validityAt({ nbf, exp: nbf + ttl }, now)).toBe(expected);
        },
      ),
    );
  });

  it("applies the leeway to nbf and never to exp", () => {
    fc.assert(
      fc.property(second, fc.nat(604_800), fc.nat(100_000), (nbf, ttl, leeway) => {
        const period = { nbf, exp: nbf + ttl + 1 };
        expect(validityAt(period, nbf - leeway, leeway)).toBe("valid");
        expect(validityAt(period, nbf - leeway - 1, leeway)).toBe("not_yet_valid");
        expect(validityAt(period, period.exp, leeway)).toBe("expired");
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("is never valid at %s", (now) => {
    expect(validityAt({ nbf: 0, exp: 10 }, now)).not.toBe("valid");
  });

  it("is never valid for a period that is no number", () => {
    expect(validityAt({ nbf: Number.NaN, exp: 10 }, 5)).not.toBe("valid");
    expect(validityAt({ nbf: 0, exp: Number.NaN }, 5)).not.toBe("valid");
  });
});
