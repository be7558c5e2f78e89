import { readdirSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { listen } from "../server/listen.ts";
import { probe } from "../testing/client.ts";
import type { Twin } from "../server/twin.ts";
import { PANELS } from "./layout/panels.ts";
import { STREAMS_MAX } from "./live/change-stream.ts";

const TOKEN = "correct horse battery staple";

interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function get(
  twin: Twin,
  path: string,
  headers: Record<string, string> = {},
  base = "http://localhost",
): Promise<Page> {
  const response = await twin.fetch(new Request(`${base}${path}`, { headers }));
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("the inspector", () => {
  it("has a page for every panel, and says so where there is none", async () => {
    await using twin = probe();
    for (const { path, label } of PANELS) {
      const page = await get(twin.twin, `/admin/ui${path}`);
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
      expect(page.text).toContain(`<h1>${label}</h1>`);
      expect(page.text).toMatch(new RegExp(`aria-current="page"[^>]*>${label}`));
    }
    const missing = await get(twin.twin, "/admin/ui/nothing");
    expect(missing.status).toBe(404);
    expect(missing.text).toContain("There is no page");
  });

  it("serves its own files, and no others", async () => {
    await using twin = probe();
    for (const name of readdirSync(new URL("../../assets/", import.meta.url))) {
      const file = await get(twin.twin, `/admin/ui/assets/${name}`);
      expect([name, file.status, file.headers.get("x-content-type-options")]).toEqual([name, 200, "nosniff"]);
    }
    for (const name of ["../package.json", "..%2fpackage.json", "constructor", "morph.ts"]) {
      expect((await get(twin.twin, `/admin/ui/assets/${name}`)).status).toBe(404);
    }
  });

  it("lets nothing run or load but its own files, wherever it answers", async () => {
    await using twin = probe();
    for (const path of ["", "/requests", "/nothing", "/assets/inspector.css", "/requests?world=none"]) {
      const { headers } = await get(twin.twin, `/admin/ui${path}`);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy.split("; ").toSorted()).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
      ]);
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  it("carries neither script nor style in its pages", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a", publish_after_ms: 1 }, { "wt-world": "default" });
    for (const { path } of PANELS) {
      const { text } = await get(twin.twin, `/admin/ui${path}`);
      expect(text.match(/<script/g)).toHaveLength(1);
      expect(text).toMatch(/<script type="module" src="\/admin\/ui\/assets\/inspector.mjs">/);
      expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|(?:src|action)="(?!\/admin\/ui)/);
    }
  });

  it("shows the named world, and makes none by looking", async () => {
    await using twin = probe();
    const page = await get(twin.twin, "/admin/ui/requests?world=none");
    expect(page.status).toBe(404);
    expect(page.text).toContain("There is no world");
    expect((await twin.call("GET", "/admin/worlds")).json).toMatchObject({ worlds: [{ name: "default" }] });
  });

  it("opens with the world in which something has happened", async () => {
    await using twin = probe();
    await twin.call("GET", "/notes");
    const { text } = await get(twin.twin, "/admin/ui");
    expect(text).toMatch(/data-world="w-[0-9a-f]{16}"/);
  });

  it("asks a browser for the admin token, with nothing of the twin on the page", async () => {
    await using twin = probe({ adminToken: TOKEN });
    await twin.call("POST", "/notes", { text: "only for those who may" });
    const asked = await get(twin.twin, "/admin/ui/requests");
    expect([asked.status, asked.headers.get("content-type")]).toEqual([401, "text/html; charset=UTF-8"]);
    expect(asked.text).toContain('type="password"');
    expect(asked.text).not.toContain("/notes");
    expect((await get(twin.twin, "/admin/ui/changes")).status).toBe(401);
    expect((await get(twin.twin, "/admin/ui/requests", { "wt-admin-token": "wrong" })).status).toBe(401);
    expect((await get(twin.twin, `/admin/ui/requests?wt-admin-token=${encodeURIComponent(TOKEN)}`)).status).toBe(401);
    expect((await get(twin.twin, "/admin/ui/requests", { "wt-admin-token": TOKEN })).status).toBe(200);
    expect((await get(twin.twin, "/admin/ui/assets/inspector.css")).status).toBe(200);
  });

  it("answers only this machine where there is no token", async () => {
    await using twin = probe();
    for (const path of ["", "/assets/inspector.css", "/changes"]) {
      expect((await get(twin.twin, `/admin/ui${path}`, {}, "http://rebound.example")).status).toBe(403);
      expect((await get(twin.twin, `/admin/ui${path}`, { origin: "https://evil.example" })).status).toBe(403);
    }
  });

  it("enters nothing in the ledger", async () => {
    await using twin = probe();
    for (const { path } of PANELS) await get(twin.twin, `/admin/ui${path}`);
    const { json } = await twin.call("GET", "/admin/requests", undefined, { "wt-world": "default" });
    expect(json).toEqual({ requests: [], dropped: 0 });
  });

  it("does not hold up a twin that closes, and ends the stream of an open page in order", async () => {
    const listener = await listen(probe().twin, { port: 0 });
    const page = await fetch(`${listener.url}/admin/ui/changes`);
    expect(page.headers.get("connection")).toBe("close");
    const reader = page.body!.getReader();
    await reader.read();
    const closed = listener.close();
    // A stream that was cut off instead would reject.
    for (let done = false; !done;) ({ done } = await reader.read());
    await closed;
  });

  it("gives the place of a page that has gone to the next one", async () => {
    const listener = await listen(probe().twin, { port: 0 });
    const open = async (): Promise<AbortController> => {
      const abort = new AbortController();
      await vi.waitFor(async () => {
        const { status } = await fetch(`${listener.url}/admin/ui/changes`, { signal: abort.signal });
        expect(status).toBe(200);
      });
      return abort;
    };
    for (let page = 0; page < STREAMS_MAX * 2; page += 1) (await open()).abort();
    await listener.close();
  });
});
