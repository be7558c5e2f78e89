import { createTempDirectory, type TempDirectory } from "@twinkit-pro/persist/testing";
import { readFile, stat } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runPlatform } from "./support/platform-process.ts";

const STRONG_TOKEN = "6xYQm0vJtqkz8Wc1hLr3PdfT5sNbGu9E_aKw2ViRoXe";

let directory: TempDirectory;
beforeEach(async () => {
  directory = await createTempDirectory();
});
afterEach(() => directory.remove());

const development = () => ({ WT_DATA_DIR: directory.join("data") });
const production = () => ({
  ...development(),
  NODE_ENV: "production",
  WT_ISSUER: "https://platform.test",
  WT_OPERATOR_TOKEN: STRONG_TOKEN,
});

describe("keys", () => {
  it("makes, shows and rotates keys", async () => {
    expect(await runPlatform(["keys", "list"], development())).toMatchObject({ code: 3 });
    const made = await runPlatform(["keys", "init"], production());
    const file = directory.join("data", "signing-keys.json");
    expect(made).toEqual({ code: 0, stdout: `${file}\n`, stderr: "" });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await runPlatform(["keys", "init"], production())).toMatchObject({ code: 2 });
    const before = await runPlatform(["keys", "list"], production());
    expect(before.stdout).toMatch(/^active {3}\S+\nstandby {2}\S+\n$/);
    expect((await runPlatform(["keys", "rotate"], production())).code).toBe(0);
    const after = JSON.parse((await runPlatform(["keys", "list", "--json"], production())).stdout) as {
      keys: { kid: string; wt_status: string }[];
    };
    const [active, standby] = before.stdout.split("\n").map((line) => line.split(/ +/)[1]);
    expect(after.keys.map(({ wt_status }) => wt_status)).toEqual(["active", "standby", "retiring"]);
    expect([after.keys[0]?.kid, after.keys[2]?.kid]).toEqual([standby, active]);
    expect(JSON.stringify(after)).not.toContain('"d"');
  });
});

describe("a boot in production", () => {
  it.each([
    ["without operator token", { WT_OPERATOR_TOKEN: undefined }, "WT_OPERATOR_TOKEN is required in production"],
    ["with a short one", { WT_OPERATOR_TOKEN: STRONG_TOKEN.slice(0, 31) }, "WT_OPERATOR_TOKEN has 31 bytes"],
    ["with a placeholder", { WT_OPERATOR_TOKEN: `change-me-${STRONG_TOKEN}` }, "WT_OPERATOR_TOKEN is a placeholder"],
    ["without an issuer", { WT_ISSUER: undefined }, "WT_ISSUER is required in production"],
    ["without signing keys", {}, "wt-platform keys init"],
  ])("is refused %s, and makes nothing", async (_, change, sentence) => {
    for (const command of [["serve"], ["config", "check"]]) {
      const { code, stderr } = await runPlatform(command, { ...production(), PORT: "0", ...change });
      expect(code).toBe(3);
      expect(stderr).toContain(sentence);
      expect(stderr).not.toContain(STRONG_TOKEN.slice(0, 31));
    }
    expect(await directory.list()).toEqual([]);
  });

  it("is refused with a signing key that others may read", async () => {
    await runPlatform(["keys", "init"], production());
    const key = await readFile(directory.join("data", "signing-keys.json"));
    const WT_SIGNING_KEYS_FILE = await directory.write("loose.json", key, { mode: 0o640 });
    const { code, stderr } = await runPlatform(["serve"], { ...production(), PORT: "0", WT_SIGNING_KEYS_FILE });
    expect([code, stderr]).toEqual([3, expect.stringContaining("chmod 600")]);
  });

  it("is refused with a bundle-signing key that cannot be used", async () => {
    await runPlatform(["keys", "init"], production());
    const WT_BUNDLE_SIGNING_KEY_FILE = await directory.write("bundle.json", "{}", { mode: 0o600 });
    const { code, stderr } = await runPlatform(["serve"], { ...production(), PORT: "0", WT_BUNDLE_SIGNING_KEY_FILE });
    expect([code, stderr]).toEqual([3, expect.stringContaining("WT_BUNDLE_SIGNING_KEY_FILE cannot be used")]);
  });
});

describe("config check", () => {
  it("shows what would be used without its secrets", async () => {
    const env = { ...development(), DATABASE_URL: "postgres://app:hunter2@db.test/wt?password=hunter3" };
    const { code, stdout } = await runPlatform(["config", "check"], { ...env, WT_OPERATOR_TOKEN: STRONG_TOKEN });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ databaseUrl: "postgres://app:***@db.test/wt", operatorToken: "set" });
    for (const secret of ["hunter2", "hunter3", STRONG_TOKEN]) expect(stdout).not.toContain(secret);
    expect(await directory.list()).toEqual([]);
  });

  it("reports every problem at once", async () => {
    const { code, stderr } = await runPlatform(["config", "check"], { ...development(), PORT: "x", WT_TWIN_URLS: "y" });
    expect(code).toBe(3);
    expect(stderr).toMatch(/PORT must be[^]*WT_TWIN_URLS "y" must be/);
  });
});

describe("the command line", () => {
  it.each([
    [["--help"], 0, "serve|issue-license|keys|config"],
    [["issue-license", "--help"], 0, "--ttl-days"],
    [["keys", "rotate", "--help"], 0, "standby key"],
    [[], 2, "serve|issue-license|keys|config"],
  ])("explains itself, exit codes included: %j", async (args, code, shown) => {
    const result = await runPlatform(args, development());
    expect(result.code).toBe(code);
    expect(result.stdout).toContain(shown);
    expect(result.stdout).toMatch(/EXIT CODES[^]*0 {2}done[^]*5 {2}/);
    expect(result.stdout).not.toContain("\u001B");
  });

  it.each([[["nothing"]], [["keys"]], [["keys", "nothing"]], [["serve", "--port", "1"]], [["keys", "init", "x"]]])(
    "refuses %j with exit code 2",
    async (args) => {
      const { code, stdout, stderr } = await runPlatform(args, development());
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^wt-platform: /);
      expect(await directory.list()).toEqual([]);
    },
  );
});
