import {
  type ClockMark,
  generateSigningKey,
  issueLicense,
  jwksOf,
  publicJwkOf,
  NBF_LEEWAY_SECONDS_DEFAULT,
} from "@twinkit-pro/license-verifier";
import { loadValidityVectors } from "@twinkit-pro/license-verifier/vectors";
import { describe, expect, it } from "vitest";
import { openLicense } from "./license-guard.ts";

const ISSUED = Date.parse("2026-01-01T00:00:00Z") / 1_000;
const issuer = "https://platform.test";

async function licenseFile(twins: string[], ttlSeconds = 3_600, nowSeconds = ISSUED): Promise<string> {
  const key = await generateSigningKey();
  const { token } = await issueLicense({
    key,
    issuer,
    account: "acct-1",
    twins,
    plan: "pro",
    kind: "ci",
    jti: "lic-1",
    ttlSeconds,
    nowSeconds,
  });
  return JSON.stringify({ format: "wt-license", version: 1, token, jwks: jwksOf({ active: publicJwkOf(key) }) });
}

describe("openLicense", () => {
  it("lets the licensed twin start and says until when", async () => {
    const file = await licenseFile(["twin-probe"]);
    const guard = await openLicense({ file, twin: "twin-probe", issuer, nowSeconds: () => ISSUED });
    expect(guard.health()).toEqual({ status: "valid", not_after: "2026-01-01T01:00:00.000Z" });
    guard.close();
  });

  it.each([
    ["another twin's licence", ["twin-other"], 0, "wrong_audience"],
    ["an ended licence", ["twin-probe"], 3_600, "expired"],
  ])("refuses a start with %s", async (_, twins, age, code) => {
    const file = await licenseFile(twins);
    await expect(
      openLicense({ file, twin: "twin-probe", issuer, nowSeconds: () => ISSUED + age }),
    ).rejects.toMatchObject({ code: "license_refused", path: code });
  });

  it.each(loadValidityVectors().filter((vector) => vector.leeway_seconds === NBF_LEEWAY_SECONDS_DEFAULT))(
    "decides the boundary as everyone does: $name",
    async ({ nbf, exp, now, expected }) => {
      const file = await licenseFile(["twin-probe"], exp - nbf, nbf);
      const start = openLicense({ file, twin: "twin-probe", issuer, nowSeconds: () => now });
      if (expected === "valid") (await start).close();
      else await expect(start).rejects.toMatchObject({ code: "license_refused", path: expected });
    },
  );

  it("notices a clock that was turned back, even when the start before was refused", async () => {
    const file = await licenseFile(["twin-probe"], 7 * 86_400);
    let mark: ClockMark | null = null;
    const open = (now: number, twin: string) =>
      openLicense({ file, twin, issuer, nowSeconds: () => now, lastSeen: mark, onLastSeen: (seen) => (mark = seen) });
    await expect(open(ISSUED + 6 * 86_400, "twin-other")).rejects.toMatchObject({ path: "wrong_audience" });
    await expect(open(ISSUED + 60, "twin-probe")).rejects.toMatchObject({ path: "clock_rolled_back" });
    (await open(ISSUED + 6 * 86_400 + 1, "twin-probe")).close();
  });

  it("goes on when the licence ends, and says so", async () => {
    const file = await licenseFile(["twin-probe"]);
    let now = ISSUED + 3_599.99;
    const logged: string[] = [];
    const guard = await openLicense({
      file,
      twin: "twin-probe",
      issuer,
      nowSeconds: () => now,
      log: ({ msg }) => logged.push(msg),
    });
    expect(guard.health()).toMatchObject({ status: "valid" });
    now = ISSUED + 3_600;
    expect(guard.health()).toMatchObject({ status: "expired", message: expect.stringContaining("new start") });
    await expect.poll(() => logged).toEqual(["licence expired"]);
    guard.close();
  });
});
