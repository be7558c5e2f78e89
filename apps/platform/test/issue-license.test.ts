import { LICENSE_ISSUER_DEFAULT, LicenseFile } from "@twinkit-pro/contracts";
import { verifyLicenseFile } from "@twinkit-pro/license-verifier";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import { readdir, readFile, stat } from "node:fs/promises";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { describeEngines } from "../src/testing/engines.ts";
import { platformClient } from "./support/platform-client.ts";
import { environmentOf, runPlatform, servePlatform } from "./support/platform-process.ts";
import { OPERATOR_TOKEN } from "../src/testing/test-platform.ts";

const ORDER = [
  "issue-license",
  "--account",
  "acct-cli",
  "--twin",
  "twin-stripe",
  "--twin",
  "twin-iconik",
  "--ttl-days",
];

describeEngines("issue-license", (place) => {
  const env = () => ({ ...environmentOf(place()), WT_OPERATOR_TOKEN: OPERATOR_TOKEN });

  it("issues by itself where no server runs, through the server where one does", async () => {
    const alone = await runPlatform([...ORDER, "7", "--json"], env());
    expect(alone).toMatchObject({ code: 0, stderr: "" });
    const issued = JSON.parse(alone.stdout) as { claims: { jti: string; aud: string[]; exp: number; iat: number } };
    expect(issued.claims.aud).toEqual(["twin-stripe", "twin-iconik"]);
    expect(issued.claims.exp - issued.claims.iat).toBe(7 * 86_400);
    expect((await readdir(place().dataDir)).filter((name) => name.includes("lock"))).toEqual([]);
    await using server = await servePlatform(env());
    const beside = await runPlatform([...ORDER, "0.5"], env());
    expect(beside).toMatchObject({ code: 0, stderr: "" });
    const [, payload = ""] = beside.stdout.trim().split(".");
    const { jti } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { jti: string };
    expect(await platformClient(server.url).licenses("acct-cli")).toEqual([jti, issued.claims.jti]);
  });

  it("writes a licence file that a twin can start with, for the owner's eyes only", async () => {
    await using directory = await createTempDirectory();
    const out = directory.join("license.json");
    const { code, stdout } = await runPlatform([...ORDER, "1", "--out", out, "--plan", "team", "--kind", "ci"], env());
    expect([code, stdout]).toEqual([0, `${out}\n`]);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const file = v.parse(LicenseFile, JSON.parse(await readFile(out, "utf8")));
    const nowSeconds = Date.now() / 1_000;
    expect(
      await verifyLicenseFile(file, { issuer: LICENSE_ISSUER_DEFAULT, audience: "twin-iconik", nowSeconds }),
    ).toMatchObject({ ok: true, claims: { plan: "team", kind: "ci" } });
  });
});

describe("issue-license", () => {
  it("asks the server that has the embedded database, and says what that one answers", async () => {
    await using directory = await createTempDirectory();
    const env = { WT_DATA_DIR: directory.path };
    await using server = await servePlatform(env);
    const wrongToken = await runPlatform([...ORDER, "1"], { ...env, WT_OPERATOR_TOKEN: "another" });
    expect(wrongToken).toMatchObject({ code: 5, stdout: "" });
    expect((await runPlatform([...ORDER, "1"], env)).code).toBe(0);
    const second = await runPlatform(["serve"], { ...env, PORT: "0" });
    expect(second.code).toBe(4);
    expect(second.stderr).toContain(`process ${server.pid} holds it`);
  });

  it.each([
    ["above seven days", ["--ttl-days", "8"], "at most 7 days"],
    ["a second above seven days", ["--ttl-days", "7.00002"], "at most 7 days"],
    ["zero", ["--ttl-days", "0"], "number of days above 0"],
    ["negative", ["--ttl-days=-1"], "number of days above 0"],
    ["negative as a separate word", ["--ttl-days", "-1"], "--ttl-days"],
    ["not a number", ["--ttl-days", "week"], "number of days above 0"],
    ["an exponent", ["--ttl-days", "1e1"], "number of days above 0"],
    ["empty", ["--ttl-days="], "number of days above 0"],
    ["missing", [], "--ttl-days: is required"],
    ["given twice", ["--ttl-days", "1", "--ttl-days", "2"], "--ttl-days: may be given once only"],
    ["beside an unknown option", ["--ttl-days", "1", "--forever"], "--forever"],
    ["beside a malformed twin", ["--ttl-days", "1", "--twin", "../stripe"], "--twin: must be twin-<vendor>"],
    ["beside an unknown kind", ["--ttl-days", "1", "--kind", "eternal"], "--kind"],
    ["beside a stray word", ["--ttl-days", "1", "now"], "now"],
  ])("refuses a time to live that is %s: exit code 2, a sentence, nothing made", async (_, options, sentence) => {
    await using directory = await createTempDirectory();
    const args = ["issue-license", "--account", "acct-cli", "--twin", "twin-stripe", ...options];
    const { code, stdout, stderr } = await runPlatform(args, { WT_DATA_DIR: directory.join("data") });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(await directory.list()).toEqual([]);
  });
});
