import { describe, expect, it } from "vitest";
import { probe } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { startReceiver } from "../testing/receiver.ts";

interface Listing {
  readonly deliveries: readonly { readonly id: string; readonly endpoint: string; readonly status: string }[];
}

/** Two endpoints, one that accepts and one that does not, and an event of each kind. */
async function told() {
  const good = await startReceiver();
  const bad = await startReceiver();
  bad.answerWith(500);
  const twin = probe();
  const hooks = [];
  for (const { url } of [good, bad]) hooks.push(String((await twin.call("POST", "/hooks", { url })).json["id"]));
  const note = await twin.call("POST", "/notes", { text: "a", publish_after_ms: 1_000 });
  await twin.call("POST", "/admin/time/advance", { duration: "1s" });
  await twin.call("DELETE", `/notes/${note.json["id"]}`);
  await twin.twin.settle();
  const list = async (query: string): Promise<Listing["deliveries"]> =>
    ((await twin.call("GET", `/admin/webhooks${query}`)).json as unknown as Listing).deliveries;
  const dispose = async (): Promise<void> => {
    await twin[Symbol.asyncDispose]();
    await good[Symbol.asyncDispose]();
    await bad[Symbol.asyncDispose]();
  };
  return { ...twin, list, hooks, good, bad, [Symbol.asyncDispose]: dispose };
}

describe("GET /admin/webhooks", () => {
  it("narrows by status, type of event, endpoint and number, oldest first", async () => {
    await using twin = await told();
    const ids = async (query: string) => (await twin.list(query)).map(({ id }) => id);
    const all = ["whd_000001", "whd_000002", "whd_000003", "whd_000004"];
    expect(await ids("")).toEqual(all);
    expect(await ids("?status=delivered")).toEqual(["whd_000001", "whd_000003"]);
    expect(await ids("?status=pending&type=note.deleted")).toEqual(["whd_000004"]);
    expect(await ids(`?endpoint=${twin.hooks[1]}`)).toEqual(["whd_000002", "whd_000004"]);
    expect(await ids("?type=note.published")).toEqual(["whd_000001", "whd_000002"]);
    expect(await ids("?limit=1")).toEqual(["whd_000004"]);
    expect(await ids("?status=failed")).toEqual([]);
  });

  it.each([
    ["status=done", "status"],
    ["limit=0", "limit"],
    ["limit=-1", "limit"],
    ["limit=1e3", "limit"],
    ["limit=9999999", "limit"],
    ["endpoint=", "endpoint"],
    [`type=${"x".repeat(257)}`, "type"],
    ["since=2026", "since"],
    ["status=failed&status=pending", "status"],
  ])("refuses ?%s, naming the field", async (query, path) => {
    await using twin = probe();
    const { status, json } = await twin.call("GET", `/admin/webhooks?${query}`);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { code: "invalid_query", path } });
  });
});

it.each(["ftp://127.0.0.1/", "javascript:alert(1)", "nowhere", "", 7, `http://127.0.0.1/${"x".repeat(2_048)}`])(
  "PUT /admin/config refuses the target %j",
  async (target) => {
    await using twin = probe();
    const { status, json } = await twin.call("PUT", "/admin/config", { webhook_url: target });
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { code: "invalid_body", path: "webhook_url" } });
    expect((await twin.call("GET", "/admin/config")).json).toMatchObject({ webhook_url: null });
  },
);

describe("GET /admin/webhooks/{id}", () => {
  it("shows the message, and request and response of each attempt", async () => {
    await using twin = await told();
    const { json } = await twin.call("GET", "/admin/webhooks/whd_000004");
    expect(json).toEqual({
      id: "whd_000004",
      event: { id: expect.any(String), type: "note.deleted" },
      endpoint: twin.hooks[1],
      account: "",
      url: twin.bad.url,
      body: twin.bad.received[1]?.body,
      status: "pending",
      created_at: "2026-01-01T00:00:01.000Z",
      next_attempt_at: "2026-01-01T00:01:01.000Z",
      failure: null,
      replayed_from: null,
      attempts: [
        {
          at: "2026-01-01T00:00:01.000Z",
          duration_ms: expect.any(Number),
          request: {
            method: "POST",
            url: twin.bad.url,
            headers: {
              "content-type": "application/json",
              "user-agent": "Probe/1.0",
              "probe-signature": twin.bad.received[1]?.headers["probe-signature"],
            },
          },
          response: { status: 500, headers: expect.objectContaining({ "x-receiver": "yes" }), body: "seen" },
          error: "the receiver answered 500",
        },
      ],
    });
  });

  it("knows no other world's deliveries, and no unknown ones", async () => {
    await using twin = await told();
    for (const [id, headers] of [
      ["whd_000001", { authorization: "Bearer other" }],
      ["whd_999999", {}],
      ["x".repeat(100), {}],
    ] as const) {
      for (const [method, path] of [
        ["GET", `/admin/webhooks/${id}`],
        ["POST", `/admin/webhooks/${id}/replay`],
      ] as const) {
        const { status, json } = await twin.call(method, path, undefined, headers);
        expect(status).toBe(404);
        expect(json).toMatchObject({ error: { code: "unknown_delivery", path: "id" } });
      }
    }
    expect(await twin.list("")).toHaveLength(4);
  });

  it("keeps secrets out: of headers, addresses, bodies and answers", async () => {
    await using hook = await startReceiver((response) =>
      response.writeHead(200, { "set-cookie": "session=hush" }).end('{"password":"hush"}'),
    );
    const webhooks: NonNullable<typeof probeTwin.webhooks> = {
      ...probeTwin.webhooks!,
      messages: (event, context, target) =>
        probeTwin.webhooks!.messages(event, context, target).map((message) => ({
          ...message,
          body: '{"client_secret":"hush"}',
          headers: { authorization: "Bearer hush", "x-plain": "shown" },
        })),
    };
    const address = hook.url.replace("http://", "http://user:hush@");
    const config = { webhook_url: `${address}?api_key=hush&page=1` };
    await using twin = probe({ config }, { ...probeTwin, webhooks });
    const { call } = twin;
    const note = await call("POST", "/notes", { text: "a" });
    await call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    expect(hook.received[0]).toMatchObject({
      headers: { authorization: "Bearer hush" },
      body: expect.stringMatching("hush"),
    });
    const shown = JSON.stringify((await call("GET", "/admin/webhooks/whd_000001")).json);
    expect(shown).not.toContain("hush");
    expect(shown).toContain("shown");
    expect(shown).toContain("page=1");
  });

  it("keeps of a long or endless answer what fits, and takes its status", async () => {
    await using hook = await startReceiver((response) => {
      response.writeHead(200);
      const pump = (): void => {
        while (!response.destroyed && response.write("x".repeat(1_024)));
      };
      response.on("drain", pump);
      pump();
    });
    await using twin = probe({ config: { webhook_url: hook.url } });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    expect((await twin.call("GET", "/admin/webhooks/whd_000001")).json).toMatchObject({
      status: "delivered",
      attempts: [{ response: { status: 200, body: "x".repeat(4_096) } }],
    });
  });
});

describe("POST /admin/webhooks/{id}/replay", () => {
  it("signs anew, is retried like any delivery, and names the original", async () => {
    await using hook = await startReceiver(200, 500);
    let wallMs = Date.parse("2026-03-01T00:00:00Z");
    const clock = { wallMs: () => wallMs, start: { mode: "frozen", atMs: wallMs } } as const;
    await using twin = probe({ config: { webhook_url: hook.url }, clock });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    wallMs += 60_000;
    expect((await twin.call("POST", "/admin/webhooks/whd_000001/replay")).json).toEqual({ delivery: "whd_000002" });
    await twin.call("POST", "/admin/time/advance", { duration: "365d" });
    const [first, second, third] = hook.received.map(({ headers }) => String(headers["probe-signature"]));
    expect(hook.received).toHaveLength(3);
    expect(first).toMatch(/^t=1772323200,/);
    expect(second).toMatch(/^t=1772323260,/);
    expect(third).toBe(second);
    expect(new Set(hook.received.map(({ body }) => body)).size).toBe(1);
    const { json } = await twin.call("GET", "/admin/webhooks/whd_000002");
    expect(json).toMatchObject({ status: "delivered", replayed_from: "whd_000001", attempts: [{}, {}] });
    const original = await twin.call("GET", "/admin/webhooks/whd_000001");
    expect(original.json).toMatchObject({ replayed_from: null, attempts: [{}] });
  });
});
