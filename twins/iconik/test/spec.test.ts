import type { LedgerEntry } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { twin as definition } from "../src/index.ts";
import { problemOf, specifies, specsDirectory } from "./support/spec-check.ts";

const directory = specsDirectory();

/** Every test checks its answers against the vendor's schemas (support/harness.ts); these are the checks of the checker. */
if (directory === null) {
  // A suite that skips would fail in CI, where the specifications may be absent.
  it("NOT RUN: WT_SPECS_DIR unset", () => expect(directory).toBeNull());
} else {
  it("every operation under /API stands in the vendor's specification", () => {
    const operations = definition.resources.flatMap((each) => Object.values(each.operations));
    const own = operations.filter(({ pattern }) => pattern.startsWith("/API/"));
    expect(own.length).toBeGreaterThan(300);
    const unknown = own.filter(({ method, pattern }) => !specifies(directory, method, pattern));
    expect(unknown.map(({ method, pattern }) => `${method} ${pattern}`)).toEqual([]);
  });

  describe("an answer", () => {
    const WEBHOOK = {
      id: "00000000-0000-4000-8000-000000000000",
      url: "http://localhost/",
      event_type: "assets",
      realm: null,
      status: "ENABLED",
    };

    it("fits where it has the vendor's form, null where the schema says nullable", () => {
      expect(problemOf(directory, webhookAnswer(WEBHOOK))).toBeNull();
    });

    it("does not fit with a value of the wrong type, without a required field, or of an unknown route", () => {
      expect(problemOf(directory, webhookAnswer({ ...WEBHOOK, url: 1 }))).toContain("/url");
      expect(problemOf(directory, webhookAnswer({ ...WEBHOOK, event_type: undefined }))).toContain("event_type");
      expect(problemOf(directory, webhookAnswer({ ...WEBHOOK, url: null }))).toContain("/url");
      const elsewhere = { ...webhookAnswer(WEBHOOK), path: "/API/notifications/v1/hooks/" };
      expect(problemOf(directory, elsewhere)).toBe("the specification has no such operation");
    });
  });
}

function webhookAnswer(body: object): LedgerEntry {
  const message = { headers: {}, body: "", body_encoding: "utf8" } as const;
  return {
    seq: 1,
    at: "2026-11-23T12:00:00.000Z",
    method: "POST",
    path: "/API/notifications/v1/webhooks/",
    query: "",
    operation: "CreateWebhook",
    request: message,
    status: 201,
    response: { ...message, body: JSON.stringify(body) },
    duration_ms: 0,
    world: "default",
  };
}
