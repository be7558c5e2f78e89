import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";

const STRONG = "0123456789abcdefghijklmnopqrstuvwxyzABCD";

function problemsOf(env: Record<string, string>): string[] {
  const parsed = parseConfig(env, "/srv");
  return parsed.ok ? [] : parsed.problems.map(({ variable }) => variable);
}

describe("parseConfig", () => {
  it("has a default for everything in development", () => {
    expect(parseConfig({}, "/srv")).toEqual({
      ok: true,
      config: {
        isProduction: false,
        host: "127.0.0.1",
        port: 4100,
        dataDir: "/srv/.wt/platform",
        databaseUrl: undefined,
        issuer: "wondertwin-local",
        operatorToken: undefined,
        signingKeysFile: "/srv/.wt/platform/signing-keys.json",
        bundleSigningKeyFile: undefined,
        twins: [],
        logLevel: "info",
      },
    });
  });

  it("treats an empty variable as unset", () => {
    expect(parseConfig({ PORT: "", DATABASE_URL: "" }, "/srv")).toMatchObject({ ok: true, config: { port: 4100 } });
  });

  it("reports every problem at once, with the variable's name", () => {
    const env = {
      NODE_ENV: "production",
      PORT: "many",
      HOST: "a b",
      DATABASE_URL: "mysql://host/db",
      WT_LOG_LEVEL: "loud",
      WT_TWIN_URLS: "stripe",
      WT_OPERATOR_TOKEN: "short",
    };
    expect(problemsOf(env).toSorted()).toEqual(
      ["DATABASE_URL", "HOST", "PORT", "WT_ISSUER", "WT_LOG_LEVEL", "WT_OPERATOR_TOKEN", "WT_TWIN_URLS"].toSorted(),
    );
  });

  it.each(["65536", "-1", "41.5", "0x10", " 1", "1e3"])("refuses the port %j", (port) => {
    expect(problemsOf({ PORT: port })).toEqual(["PORT"]);
  });

  it.each([
    ["none", undefined],
    ["31 bytes", STRONG.slice(0, 31)],
    ["one character", "a".repeat(64)],
    ["a placeholder", `change-me-${STRONG}`],
    ["the word secret", `my-secret-${STRONG}`],
  ])("refuses in production an operator token of %s", (_, token) => {
    const env = { NODE_ENV: "production", WT_ISSUER: "https://platform.test" };
    const parsed = parseConfig({ ...env, ...(token ? { WT_OPERATOR_TOKEN: token } : {}) }, "/srv");
    expect(parsed).toMatchObject({ ok: false, problems: [{ variable: "WT_OPERATOR_TOKEN" }] });
    expect(JSON.stringify(parsed)).not.toContain(token ?? "no token");
  });

  it("accepts a strong token in production, and is as strict beyond loopback", () => {
    const strong = { WT_ISSUER: "https://platform.test", WT_OPERATOR_TOKEN: STRONG };
    expect(problemsOf({ NODE_ENV: "production", ...strong })).toEqual([]);
    expect(problemsOf({ HOST: "0.0.0.0", ...strong })).toEqual([]);
    expect(problemsOf({ HOST: "0.0.0.0" })).toEqual(["WT_OPERATOR_TOKEN", "WT_ISSUER"]);
    expect(problemsOf({ HOST: "::1" })).toEqual([]);
    expect(problemsOf({ HOST: "localhost" })).toEqual([]);
  });

  it("reads the addresses of twins", () => {
    const text = "twin-stripe=http://127.0.0.1:4111, twin-iconik=https://iconik.test/";
    expect(parseConfig({ WT_TWIN_URLS: text }, "/srv")).toMatchObject({
      ok: true,
      config: {
        twins: [
          { twin: "twin-stripe", url: "http://127.0.0.1:4111" },
          { twin: "twin-iconik", url: "https://iconik.test" },
        ],
      },
    });
  });

  it.each([
    "twin-stripe",
    "twin-stripe=",
    "stripe=http://127.0.0.1",
    "twin-stripe=ftp://127.0.0.1",
    "twin-stripe=http://user@127.0.0.1",
    "twin-stripe=http://127.0.0.1/admin",
    "twin-stripe=http://a,twin-stripe=http://b",
    "twin-stripe=http://a,",
    Array.from({ length: 65 }, (_, index) => `twin-t${index}=http://a`).join(","),
  ])("refuses the addresses %j", (text) => {
    expect(problemsOf({ WT_TWIN_URLS: text })).toEqual(["WT_TWIN_URLS"]);
  });
});
