import { LICENSE_FAILURE_CODES, LicenseError } from "@twinkit-pro/license-verifier";
import { PersistError } from "@twinkit-pro/persist";
import { describe, expect, it } from "vitest";
import { describeError } from "../logging/logger.ts";
import { ERROR_TABLE } from "./error-table.ts";
import { normalizeError } from "./normalize-error.ts";
import { PlatformError } from "./platform-error.ts";

function withCode(code: string): Error {
  return Object.assign(new Error("driver"), { code });
}

describe("normalizeError", () => {
  it.each([
    ["a platform error", new PlatformError("not_found", "x"), "not_found"],
    ["a licence that is too long", new LicenseError("ttl_above_maximum", "x"), "ttl_above_maximum"],
    ["a licence with bad claims", new LicenseError("claims_invalid", "x"), "invalid_request"],
    ["an unusable key", new LicenseError("key_invalid", "x"), "signing_keys_unusable"],
    ["a lock", new PersistError("locked", "/x", "x"), "data_directory_locked"],
    ["another file error", new PersistError("disk_full", "/x", "x"), "internal"],
    ["a refused connection", withCode("ECONNREFUSED"), "database_unavailable"],
    ["a wrapped one", new Error("x", { cause: withCode("CONNECTION_CLOSED") }), "database_unavailable"],
    ["a server that stops", new Error("x", { cause: withCode("57P01") }), "database_unavailable"],
    ["too many connections", withCode("53300"), "database_unavailable"],
    ["a violated constraint", withCode("23505"), "internal"],
    ["text", "thrown text", "internal"],
    ["nothing", undefined, "internal"],
  ])("knows %s", (_, thrown, code) => {
    expect(normalizeError(thrown).code).toBe(code);
  });

  it("ends on a chain of causes that is a circle", () => {
    const error = new Error("a");
    error.cause = error;
    expect(normalizeError(error).code).toBe("internal");
    expect(describeError(error)).toMatchObject({ message: "a", cause: { message: "a" } });
  });
});

describe("ERROR_TABLE", () => {
  it("has a status and an exit code for each refusal of a licence", () => {
    for (const code of LICENSE_FAILURE_CODES) expect(ERROR_TABLE[code]).toMatchObject({ status: 401, exitCode: 5 });
  });
});

describe("describeError", () => {
  it("leaves a query's parameters out", () => {
    const error = new Error("Failed query: insert into x values ($1)\nparams: secret value");
    expect(JSON.stringify(describeError(error))).not.toContain("secret value");
    expect(describeError(error).stack).toContain("Failed query");
  });
});
