import { createTempDirectory, type TempDirectory } from "@twinkit-pro/persist/testing";
import { stat } from "node:fs/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ensureOperatorToken, findOperatorToken, isSameToken, operatorTokenFile } from "./operator-token.ts";

let directory: TempDirectory;
beforeEach(async () => {
  directory = await createTempDirectory();
});
afterEach(() => directory.remove());

const config = (operatorToken?: string) => ({ operatorToken, dataDir: directory.join("data") });

it("makes a token once, at least 32 bytes long, for the owner's eyes only", async () => {
  expect(await findOperatorToken(config())).toBeUndefined();
  const token = await ensureOperatorToken(config());
  expect(Buffer.byteLength(token)).toBeGreaterThanOrEqual(32);
  expect((await stat(operatorTokenFile(directory.join("data")))).mode & 0o777).toBe(0o600);
  expect(await ensureOperatorToken(config())).toBe(token);
  expect(await findOperatorToken(config())).toBe(token);
});

it("agrees on one token when several processes come at once", async () => {
  const tokens = await Promise.all(Array.from({ length: 4 }, () => ensureOperatorToken(config())));
  expect(new Set(tokens).size).toBe(1);
});

it("prefers the token of the configuration, and makes no other", async () => {
  expect(await ensureOperatorToken(config("configured"))).toBe("configured");
  expect(await findOperatorToken(config())).toBeUndefined();
});

it("refuses a token that others may read", async () => {
  await directory.write("data/operator-token", "token\n", { mode: 0o644 });
  await expect(findOperatorToken(config())).rejects.toMatchObject({ code: "permissions_too_open" });
});

it("compares tokens of any length", () => {
  expect(isSameToken("token", "token")).toBe(true);
  for (const other of ["", "toke", "tokem", "token ", "x".repeat(10_000)])
    expect(isSameToken("token", other)).toBe(false);
});
