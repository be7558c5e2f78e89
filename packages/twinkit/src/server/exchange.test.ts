import { describe, expect, it } from "vitest";
import { probeTwin } from "../testing/probe-twin.ts";
import { createTwin } from "./twin.ts";
import { START, probe } from "../testing/client.ts";
import type { Observation } from "./twin-options.ts";

describe("an operation", () => {
  it("answers with the handler's status and body, and a later read reflects the write", async () => {
    await using twin = probe();
    const created = await twin.call("POST", "/notes", { text: "hello" });
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({ text: "hello", owner: "nobody", status: "draft", created: START });
    expect((await twin.call("GET", `/notes/${created.json["id"]}`)).json).toEqual(created.json);
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 1 });
    expect((await twin.call("DELETE", `/notes/${created.json["id"]}`)).status).toBe(204);
    expect((await twin.call("GET", `/notes/${created.json["id"]}`)).status).toBe(404);
  });

  it("reads forms with nested names as well as JSON", async () => {
    await using twin = probe();
    const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const created = await twin.call("POST", "/notes", "text=J%C3%B6rg&owner=me", form);
    expect(created.json).toMatchObject({ text: "Jörg", owner: "me" });
  });

  it("that throws leaves no trace, that returns an error leaves its writes", async () => {
    await using twin = probe();
    expect((await twin.call("POST", "/notes", { text: "a", fail: "throw" })).status).toBe(402);
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 0 });
    expect((await twin.call("POST", "/notes", { text: "a", fail: "return" })).status).toBe(402);
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 1 });
  });

  it("that crashes is answered in the vendor's form, undone and logged with its cause", async () => {
    const log: unknown[] = [];
    await using twin = probe({ log: (record) => log.push(record) });
    const crashed = await twin.call("POST", "/notes", { text: "a", fail: "crash" });
    expect(crashed.status).toBe(500);
    expect(JSON.stringify(crashed.json)).not.toContain("a bug");
    expect(log).toMatchObject([{ level: "error", operation: "CreateNote", error: expect.stringContaining("a bug") }]);
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 0 });
  });
});

it("a fault in a hook of the definition is logged and shows no stack", async () => {
  const log: unknown[] = [];
  const faulty = {
    ...probeTwin,
    responseHeaders: () => {
      throw new Error("a bug in a hook");
    },
  };
  const twin = createTwin(faulty, { log: (record) => log.push(record) });
  const response = await twin.fetch(new Request("http://localhost/notes", { headers: { authorization: "k" } }));
  expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining("a bug")]);
  expect(log).toMatchObject([{ msg: "exchange failed", error: expect.stringContaining("a bug in a hook") }]);
  await twin.close();
});

describe("a request the vendor would refuse", () => {
  const json = { "content-type": "application/json" };
  it.each([
    ["a missing parameter", {}, json, 400, "missing", "text"],
    ["a wrong type", { text: 7 }, json, 400, "type", "text"],
    ["a bad value", { text: "" }, json, 400, "value", "text"],
    ["an unknown parameter", { text: "a", colour: 1 }, json, 400, "unknown", "colour"],
    ["what is missing before what is unknown", { colour: 1 }, json, 400, "missing", "text"],
    ["malformed JSON", "{", json, 400, "malformed_body", null],
    ["JSON that is no object", "7", json, 400, "malformed_body", null],
    [
      "a contradictory form",
      "a=1&a[b]=2",
      { "content-type": "application/x-www-form-urlencoded" },
      400,
      "malformed_body",
      null,
    ],
    ["an unsupported content type", "<a/>", { "content-type": "text/xml" }, 415, "unsupported_media_type", null],
  ])("%s", async (_, body, headers, status, code, param) => {
    await using twin = probe();
    const answer = await twin.call("POST", "/notes", body, headers);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ problem: { code, param } });
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 0 });
  });

  it("bytes that are no UTF-8", async () => {
    await using twin = probe();
    const init = { method: "POST", headers: { authorization: "k", ...json }, body: new Uint8Array([0x7b, 0xff, 0x7d]) };
    const answer = await twin.twin.fetch(new Request("http://localhost/notes", init));
    expect(answer.status).toBe(400);
  });

  it("a body beyond the limit, declared or streamed", async () => {
    await using twin = probe();
    const large = await twin.call("POST", "/notes", { text: "x".repeat(11 * 1024 * 1024) });
    expect(large.status).toBe(413);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const init = {
      method: "POST",
      headers: { authorization: "k", ...json },
      body: endless,
      duplex: "half",
    } as RequestInit;
    expect((await twin.twin.fetch(new Request("http://localhost/notes", init))).status).toBe(413);
    expect(sent).toBeLessThan(14 * 1024 * 1024);
  });

  it("no credential", async () => {
    await using twin = probe();
    const answer = await twin.twin.fetch(new Request("http://localhost/notes"));
    expect(answer.status).toBe(401);
  });

  it("an unknown route gets the vendor's error, the header and a mark in the ledger", async () => {
    await using twin = probe();
    const answer = await twin.call("PUT", "/notes");
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({ problem: { code: "no_such_route" } });
    expect(answer.headers.get("wt-unimplemented")).toBe("PUT /notes");
    const { requests } = (await twin.call("GET", "/admin/requests")).json;
    expect(requests).toMatchObject([{ operation: null, unimplemented: "PUT /notes" }]);
  });

  it("a redirect is an answer, not an unknown route", async () => {
    await using twin = probe();
    const answer = await twin.call("GET", "/notes/");
    expect([answer.status, answer.headers.get("location")]).toEqual([308, "/notes"]);
    expect(answer.headers.get("wt-unimplemented")).toBeNull();
  });

  it("is let through without its unknown parameters where strictness is off", async () => {
    await using twin = probe({ config: { strict: false } });
    expect((await twin.call("POST", "/notes", { text: "a", colour: 1 })).status).toBe(201);
    expect((await twin.call("POST", "/notes", { colour: 1 })).status).toBe(400);
  });
});

describe("an upload", () => {
  it("reaches the handler as bytes, whatever its content type", async () => {
    await using twin = probe();
    const note = await twin.call("POST", "/notes", { text: "a" });
    const headers = { authorization: "Bearer k1", "content-type": "video/mp4" };
    const init = { method: "PUT", headers, body: new Uint8Array([0, 255, 16]) };
    const answer = await twin.twin.fetch(new Request(`http://localhost/notes/${note.json["id"]}/text`, init));
    expect(await answer.json()).toMatchObject({ text: "00ff10" });
    const { requests } = (await twin.call("GET", "/admin/requests")).json;
    expect(requests).toMatchObject([{}, { request: { body: "AP8Q", body_encoding: "base64" } }]);
  });

  it("has a limit of its own", async () => {
    await using twin = probe();
    expect((await twin.call("PUT", "/notes/n/text", "x".repeat(1_025))).status).toBe(413);
  });
});

describe("authorisation", () => {
  it("comes before parameters and may look at the operation", async () => {
    await using twin = probe();
    const guest = { "probe-role": "guest" };
    expect((await twin.call("POST", "/notes", {}, guest)).json).toMatchObject({ problem: { code: "guests_read" } });
    expect((await twin.call("GET", "/notes", undefined, guest)).status).toBe(200);
  });
});

describe("an idempotency key", () => {
  const key = { "idempotency-key": "one" };

  it("repeats the first answer and does the work once", async () => {
    await using twin = probe();
    const first = await twin.call("POST", "/notes", { text: "a" }, key);
    const second = await twin.call("POST", "/notes", { text: "a" }, key);
    expect(second.json).toEqual(first.json);
    expect(second.status).toBe(201);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 1 });
  });

  it("is refused with other parameters, and free again after its time", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a" }, key);
    expect((await twin.call("POST", "/notes", { text: "b" }, key)).status).toBe(409);
    await twin.call("POST", "/admin/time/advance", { duration: "24h" });
    expect((await twin.call("POST", "/notes", { text: "b" }, key)).status).toBe(201);
  });

  it("keeps a refusal by the operation but not by validation", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a", fail: "throw" }, key);
    const repeated = await twin.call("POST", "/notes", { text: "a", fail: "throw" }, key);
    expect(repeated.headers.get("idempotent-replayed")).toBe("true");
    await twin.call("POST", "/notes", {}, { "idempotency-key": "two" });
    expect((await twin.call("POST", "/notes", { text: "a" }, { "idempotency-key": "two" })).status).toBe(201);
  });

  it("belongs to its world and account", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a" }, key);
    expect((await twin.call("POST", "/notes", { text: "b" }, { ...key, "probe-account": "x" })).status).toBe(201);
    expect((await twin.call("POST", "/notes", { text: "c" }, { ...key, authorization: "Bearer k2" })).status).toBe(201);
  });

  it("that is too long is refused", async () => {
    await using twin = probe();
    const answer = await twin.call("POST", "/notes", { text: "a" }, { "idempotency-key": "k".repeat(65) });
    expect(answer.json).toMatchObject({ problem: { code: "key_too_long" } });
  });
});

describe("worlds", () => {
  it("keep credentials and accounts apart", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a" });
    expect((await twin.call("GET", "/notes/count", undefined, { authorization: "Bearer k2" })).json).toEqual({
      count: 0,
    });
    expect((await twin.call("GET", "/notes/count", undefined, { "probe-account": "x" })).json).toEqual({ count: 0 });
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 1 });
  });

  it("make different ids from the same seed", async () => {
    await using twin = probe();
    const one = await twin.call("POST", "/notes", { text: "a" });
    const two = await twin.call("POST", "/notes", { text: "a" }, { authorization: "Bearer k2" });
    expect(one.json["id"]).not.toBe(two.json["id"]);
  });

  it("are found again by a link that carries their name and no credential", async () => {
    await using twin = probe();
    const note = await twin.call("POST", "/notes", { text: "a" });
    const { url } = (await twin.call("POST", `/notes/${note.json["id"]}/share`)).json as unknown as { url: string };
    expect(await (await twin.twin.fetch(new Request(url))).json()).toEqual(note.json);
    expect((await twin.twin.fetch(new Request("http://localhost/notes?world=..%2Fx"))).status).toBe(400);
  });

  it("are chosen by name, whatever the credential", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a" }, { "wt-world": "shared" });
    const other = { authorization: "Bearer k2", "wt-world": "shared" };
    expect((await twin.call("GET", "/notes/count", undefined, other)).json).toEqual({ count: 1 });
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 0 });
  });

  it.each(["../etc", "a b", "x".repeat(65), "-a"])("refuse the name %j", async (name) => {
    await using twin = probe();
    const answer = await twin.call("GET", "/notes/count", undefined, { "wt-world": name });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: { code: "world_name_invalid" } });
  });
});

describe("the ledger and what is observed", () => {
  it("hold each exchange, scrubbed of secrets", async () => {
    const observed: Observation[] = [];
    await using twin = probe({ observe: (observation) => observed.push(observation) });
    const created = await twin.call("POST", "/notes?x=1", { text: "4242424242424242" });
    const { requests } = (await twin.call("GET", "/admin/requests")).json;
    expect(requests).toMatchObject([
      {
        seq: 1,
        at: "2026-01-01T00:00:00.000Z",
        method: "POST",
        path: "/notes",
        query: "x=1",
        operation: "CreateNote",
        status: 201,
        request: { headers: { authorization: "REDACTED" }, body: '{"text":"REDACTED"}' },
        response: { headers: { "probe-request-id": created.headers.get("probe-request-id") } },
      },
    ]);
    expect(JSON.stringify(requests)).not.toContain("4242424242424242");
    expect(observed).toMatchObject([
      { type: "http_observation", operation: "CreateNote", path_template: "/notes", status: 201, method: "POST" },
    ]);
  });

  it("are byte-equal for the same seed and the same requests", async () => {
    const run = async (seed: number): Promise<string> => {
      await using twin = probe({ seed });
      await twin.call("POST", "/notes", { text: "a", publish_after_ms: 1_000 });
      await twin.call("POST", "/admin/time/advance", { duration: "1m" });
      await twin.call("GET", "/notes");
      await twin.call("GET", "/nowhere");
      const { requests } = (await twin.call("GET", "/admin/requests")).json as unknown as { requests: object[] };
      return JSON.stringify(requests.map((request) => ({ ...request, duration_ms: 0 })));
    };
    expect(await run(7)).toBe(await run(7));
    expect(await run(7)).not.toBe(await run(8));
  });
});

describe("configured trouble", () => {
  it("fails the share asked for, reproducibly, and never under /admin", async () => {
    const run = async (): Promise<number[]> => {
      await using twin = probe({ config: { fail_rate: 0.5 } });
      const statuses = [];
      for (let at = 0; at < 40; at += 1) statuses.push((await twin.call("GET", "/notes")).status);
      for (let at = 0; at < 10; at += 1) expect((await twin.call("GET", "/admin/health")).status).toBe(200);
      return statuses;
    };
    const statuses = await run();
    expect(new Set(statuses)).toEqual(new Set([200, 500]));
    expect(await run()).toEqual(statuses);
  });

  it("cuts latency short when the twin closes", async () => {
    const twin = probe({ config: { latency_ms: 60_000 } });
    const pending = twin.call("GET", "/notes");
    await twin.twin.close({ drainMs: 0 });
    expect((await pending).status).toBe(200);
  });
});
