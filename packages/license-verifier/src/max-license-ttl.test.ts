import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { options, order } from "../test/fixtures.ts";
import {
  issueLicense,
  MAX_LICENSE_TTL_DAYS,
  MAX_LICENSE_TTL_SECONDS,
  type TimeToLive,
  verifyLicense,
} from "./index.ts";

/**
 * Tripwire. The bound is written out here in numbers and never taken from the code under test: changing the
 * constant, loosening or removing its check, or signing a licence elsewhere fails this file.
 */
const SEVEN_DAYS_IN_SECONDS = 604_800;

const issue = (ttl: TimeToLive) => {
  const { ttlSeconds: _, ...rest } = order();
  return issueLicense({ ...rest, ...ttl } as Parameters<typeof issueLicense>[0]);
};

describe("the longest life of a licence", () => {
  it("is seven days", () => {
    expect(MAX_LICENSE_TTL_DAYS).toBe(7);
    expect(MAX_LICENSE_TTL_SECONDS).toBe(SEVEN_DAYS_IN_SECONDS);
  });

  it.each<TimeToLive>([{ ttlDays: 7 }, { ttlSeconds: SEVEN_DAYS_IN_SECONDS }])("can be asked for: %j", async (ttl) => {
    const { claims } = await issue(ttl);
    expect(claims.exp - claims.nbf).toBe(SEVEN_DAYS_IN_SECONDS);
  });

  it.each<TimeToLive>([
    { ttlSeconds: SEVEN_DAYS_IN_SECONDS + 1 },
    { ttlSeconds: SEVEN_DAYS_IN_SECONDS + 0.001 },
    { ttlDays: 7 + 1e-9 },
    { ttlDays: 8 },
    { ttlDays: 365 },
    { ttlSeconds: Number.MAX_SAFE_INTEGER },
    { ttlDays: Number.POSITIVE_INFINITY },
  ])("cannot be exceeded: %j", async (ttl) => {
    await expect(issue(ttl)).rejects.toMatchObject({ name: "LicenseError", code: "ttl_above_maximum" });
    await expect(issue(ttl)).rejects.toThrow(/at most 7 days/);
  });

  it("bounds what is in the token itself, whatever was asked for", async () => {
    const asked = fc.oneof(
      fc.record({ ttlSeconds: fc.oneof(fc.double(), fc.integer(), fc.integer({ min: 1, max: 700_000 })) }),
      fc.record({ ttlDays: fc.oneof(fc.double(), fc.integer(), fc.double({ min: 0, max: 8, noNaN: true })) }),
    );
    await fc.assert(
      fc.asyncProperty(asked, async (ttl) => {
        const issued = await issue(ttl).catch(() => undefined);
        if (!issued) return;
        const result = await verifyLicense(issued.token, options);
        const { nbf, iat, exp } = result.ok ? result.claims : (result.claims ?? issued.claims);
        expect(exp - Math.min(nbf, iat)).toBeLessThanOrEqual(SEVEN_DAYS_IN_SECONDS);
        expect(exp).toBeGreaterThan(nbf);
      }),
      { numRuns: 300 },
    );
  });

  it("cannot be bypassed: licences are signed in one place", async () => {
    const root = fileURLToPath(new URL("../../../", import.meta.url));
    const signers: string[] = [];
    for (const area of ["apps", "packages"]) {
      for (const path of await readdir(`${root}${area}`, { recursive: true })) {
        const isSource = /(^|\/)src\/.*\.ts$/.test(path) && !/node_modules|\.test\.ts$/.test(path);
        if (!isSource) continue;
        const text = await readFile(`${root}${area}/${path}`, "utf8");
        if (/\b(SignJWT|CompactSign|FlattenedSign|GeneralSign)\b|jose\/(jwt|jws)\/\S*sign/.test(text))
          signers.push(`${area}/${path}`);
      }
    }
    expect(signers).toEqual(["packages/license-verifier/src/issue-license.ts"]);
  });
});
