import * as fc from "fast-check";
import type { HtmlEscapedString } from "hono/utils/html";
import { describe, expect, it } from "vitest";
import { BodyView } from "./body-view.tsx";
import { formatBytes, formatDistance, formatDuration, formatInstant, formatTimeOfDay, plural } from "./format.ts";
import { JsonView } from "./json-view.tsx";
import { SafeText } from "./safe-text.tsx";
import { HttpStatus, statusTone } from "./status.tsx";

const html = (node: unknown): string => (node as HtmlEscapedString).toString();
/** What a browser shows of markup: nothing of it may come from the data. */
const textOf = (markup: string): string =>
  markup
    .replace(/<[^<>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
const tagsOf = (markup: string): string[] => [...markup.matchAll(/<\/?([^\s<>]*)/g)].map(([, name]) => name ?? "");

describe("SafeText", () => {
  it("shows any text as text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "/", "a", "script", "\n") }), (text) => {
        const markup = html(SafeText({ text: text }));
        expect(textOf(markup)).toBe(text);
        expect(tagsOf(markup).every((name) => name === "bdi")).toBe(true);
      }),
    );
  });

  it("names what would hide or turn text around, and leaves line breaks and joined emoji alone", () => {
    expect(textOf(html(SafeText({ text: "a\u202eb\u0000c\u2066" })))).toBe("aU+202EbU+0000cU+2066");
    expect(textOf(html(SafeText({ text: "a\n\tb 👩‍💻" })))).toBe("a\n\tb 👩‍💻");
  });
});

describe("JsonView", () => {
  it("reads as the value, indented", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ""));
        expect(textOf(html(JsonView({ value: plain })))).toBe(JSON.stringify(plain, null, 2));
      }),
    );
  });

  it("links the ids it is told of, and nothing else", () => {
    const find = (id: string): string | null => (id === "cus_1" ? "/admin/ui/state?id=cus_1" : null);
    const markup = html(JsonView({ value: { customer: "cus_1", url: "javascript:alert(1)" }, find }));
    expect([...markup.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(["/admin/ui/state?id=cus_1"]);
  });

  it("shows what is too long to colour as plain text", () => {
    const long = Array.from({ length: 5_000 }, (_, at) => at);
    const markup = html(JsonView({ value: long }));
    expect(textOf(markup)).toBe(JSON.stringify(long, null, 2));
    expect(markup).not.toContain("<span");
  });
});

describe("BodyView", () => {
  const body = (type: string, text: string, encoding: "utf8" | "base64" | "none" = "utf8", truncated = false): string =>
    html(
      BodyView({
        message: { headers: { "content-type": type }, body: text, body_encoding: encoding, truncated },
        find: () => null,
      }),
    );

  it("takes each body as what it is", () => {
    expect(textOf(body("application/json", '{"a":1}'))).toBe('{\n  "a": 1\n}');
    expect(textOf(body("application/json", '{"a":'))).toBe('{"a":');
    expect(body("application/x-www-form-urlencoded", "a%5Bb%5D=%3Cb%3E&c=2")).toContain("<dt><bdi>a[b]</bdi></dt>");
    expect(textOf(body("text/plain", "<b>12</b>"))).toBe("<b>12</b>");
    expect(textOf(body("image/png", "AAEC", "base64"))).toBe("Binary, 3 B, as base64:AAEC");
    expect(textOf(body("text/plain", "", "none"))).toBe("No body.");
    expect(textOf(body("text/plain", "abc", "utf8", true))).toContain("the ledger keeps its beginning");
  });
});

describe("HttpStatus", () => {
  it("says the status in words, not by colour alone", () => {
    expect(textOf(html(HttpStatus({ status: 404, named: true })))).toBe("404 Not Found");
    expect([200, 304, 404, 503].map(statusTone)).toEqual(["ok", "info", "warn", "bad"]);
  });
});

describe("formats", () => {
  it("keeps numbers short", () => {
    expect([0.84, 12.3, 1_400].map(formatDuration)).toEqual(["0.8 ms", "12 ms", "1.4 s"]);
    expect([812, 3_500, 5_000_000, 3e9].map(formatBytes)).toEqual(["812 B", "3.4 KiB", "4.8 MiB", "2.8 GiB"]);
    expect([plural(1, "request"), plural(2_000, "request")]).toEqual(["1 request", "2,000 requests"]);
  });

  it("says how far away an instant is", () => {
    const distances = [0, 90_000, 7_200_000, -3 * 86_400_000].map((ms) => formatDistance(0, ms));
    expect(distances).toEqual(["now", "in 2 minutes", "in 2 hours", "3 days ago"]);
  });

  it("writes instants in UTC, also those far away", () => {
    expect(formatInstant("2026-01-02T03:04:05.678Z")).toBe("2026-01-02 03:04:05");
    expect(formatTimeOfDay("2026-01-02T03:04:05.678Z")).toBe("03:04:05.678");
    expect(formatInstant(Date.UTC(12_026, 0, 1))).toBe("+012026-01-01 00:00:00");
  });
});
