import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import type { LedgerEntry } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { curlCommand } from "./curl-command.ts";

const entry = (facts: Partial<LedgerEntry>): LedgerEntry => ({
  seq: 1,
  at: "2026-01-01T00:00:00.000Z",
  method: "POST",
  path: "/v1/customers",
  query: "",
  operation: null,
  request: { headers: {}, body: "", body_encoding: "none" },
  status: 200,
  response: { headers: {}, body: "", body_encoding: "none" },
  duration_ms: 1,
  world: "default",
  ...facts,
});

describe("the command that makes a request again", () => {
  it("has what the request had", () => {
    const request = {
      headers: { host: "localhost", authorization: "REDACTED", "content-type": "application/json" },
      body: '{"name":"O\'Hara"}',
      body_encoding: "utf8",
    } as const;
    expect(curlCommand(entry({ query: "a=1&b=2", request }), "http://127.0.0.1:4111")).toBe(
      [
        "curl -X POST 'http://127.0.0.1:4111/v1/customers?a=1&b=2'",
        "-H 'authorization: REDACTED'",
        "-H 'content-type: application/json'",
        String.raw`--data-raw '{"name":"O'\''Hara"}'`,
      ].join(" \\\n  "),
    );
  });

  it("is one command, whatever a body holds", () => {
    const text = fc.string({ unit: fc.constantFrom("'", '"', "\\", "$(", "`", ";", "\n", " ", "a", "|") });
    fc.assert(
      fc.property(text, (body) => {
        const command = curlCommand(entry({ request: { headers: {}, body, body_encoding: "utf8" } }), "http://x");
        const shown = execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${command}`], { encoding: "utf8" });
        expect(shown.split("\0")).toEqual(["-X", "POST", "http://x/v1/customers", "--data-raw", body, ""]);
      }),
      { numRuns: 40 },
    );
  });
});
