import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { defineTwin } from "../define/define-twin.ts";
import { get, post } from "../define/operation.ts";
import { resource } from "../define/resource.ts";
import { createTwin, type Twin } from "../server/twin.ts";
import { collection } from "../state/collection-definition.ts";
import { probe } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { VendorError } from "../wire/vendor-error.ts";
import { replayBundle } from "./replay-bundle.ts";

const refused = (): VendorError => new VendorError({ status: 401, code: "refused", body: { error: "refused" } });
const state = {
  users: collection<{ id: string; password: string }>({ id: (ids) => ids.prefixed("us_", 6), missing: refused }),
  tokens: collection<{ id: string; user: string }>({ id: (ids) => ids.text(30, "xyz"), missing: refused }),
};
const Credentials = v.object({ user: v.optional(v.string(), ""), password: v.string() });
// oxlint-disable-next-line typescript/no-explicit-any -- handlers of this twin need no types of their own
type Context = any;

/** A vendor with users, passwords and tokens of its own. */
function vault(greeting = "hello", samples = true) {
  return defineTwin({
    ...probeTwin,
    state,
    webhooks: undefined,
    authenticate: () => ({ world: "vault" }),
    resources: [
      resource("session", {
        operations: {
          SignUp: post("/users", Credentials, ({ params, state: { users } }: Context) => {
            const { id } = users.insert({ password: params.password });
            return { id };
          }),
          LogIn: post("/login", Credentials, ({ params, state: { users, tokens } }: Context) => {
            if (users.require(params.user).password !== params.password) throw refused();
            return { access_token: tokens.insert({ user: params.user }).id };
          }),
          Me: get("/me", ({ request, state: { tokens } }: Context) => ({
            user: tokens.require(request.headers.authorization?.replace("Bearer ", "") ?? "").user,
            greeting,
          })),
        },
      } as never),
    ],
    replay: samples ? { samples: { password: (nth: number) => `password ${nth}` } } : {},
  } as never);
}

interface Client {
  readonly send: (
    method: string,
    path: string,
    body?: object | string,
    token?: string,
  ) => Promise<Record<string, string>>;
  readonly twin: Twin;
}

function clientOf(twin: Twin): Client {
  return {
    twin,
    send: async (method, path, body, token) => {
      const headers = {
        "content-type": typeof body === "string" ? "application/x-www-form-urlencoded" : "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const text = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
      const response = await twin.fetch(new Request(`http://localhost${path}`, { method, headers, body: text }));
      return (await response.json()) as Record<string, string>;
    },
  };
}

async function record(work: (client: Client) => Promise<void>): Promise<string> {
  const twin = createTwin(vault() as never);
  const client = clientOf(twin);
  await client.send("POST", "/admin/runs/start", {});
  await work(client);
  const response = await twin.fetch(new Request("http://localhost/admin/replay"));
  const bundle = await response.text();
  await twin.close();
  return bundle;
}

/** Two users log in, one mistypes; each does something with a token of their own. */
async function logins({ send }: Client): Promise<void> {
  const ada = (await send("POST", "/users", { password: "analytical engine" }))["id"] ?? "";
  const grace = (await send("POST", "/users", "password=nano%20second"))["id"] ?? "";
  await send("POST", "/login", { user: ada, password: "analitical engine" });
  const first = (await send("POST", "/login", { user: ada, password: "analytical engine" }))["access_token"];
  const second = (await send("POST", "/login", `user=${grace}&password=nano+second`))["access_token"];
  await send("GET", "/me", undefined, first);
  await send("GET", "/me", undefined, second);
  await send("GET", "/me", undefined, "forged");
}

describe("secrets of a run", () => {
  it("are numbered, the same wherever they stand, and not in the bundle", async () => {
    const bundle = await record(logins);
    expect(bundle).not.toMatch(/engine|second|forged|[xyz]{30}/);
    const entries = bundle
      .split("\n")
      .slice(1, -2)
      .map((line) => JSON.parse(line));
    expect(entries.map(({ request }) => request.headers.authorization ?? request.body)).toEqual([
      '{"password":"REDACTED-1"}',
      "password=REDACTED-2",
      expect.stringContaining('"password":"REDACTED-3"'),
      expect.stringContaining('"password":"REDACTED-1"'),
      expect.stringContaining("password=REDACTED-2"),
      "Bearer REDACTED-4",
      "Bearer REDACTED-5",
      "Bearer REDACTED-6",
    ]);
    expect(entries[3].response.body).toBe('{"access_token":"REDACTED-4"}');
  });

  it("that the twin gave out are followed, and those of the user are made up, each its own", async () => {
    const bundle = await record(logins);
    const report = await replayBundle(vault() as never, bundle);
    // Nobody knows what the forged token was.
    expect(report).toMatchObject({ verdict: "incomplete", exchanges: { equal: 7, different: 0, not_replayable: 1 } });
    expect(report.results).toMatchObject([{ seq: 8, reason: "scrubbing took the header authorization." }]);
    const other = await replayBundle(vault("bye") as never, bundle);
    expect(other.results.map(({ seq, outcome }) => [seq, outcome])).toEqual([
      [6, "different"],
      [7, "different"],
      [8, "not_replayable"],
    ]);
  });

  it("without samples are said to be lost, with all that depends on them", async () => {
    const report = await replayBundle(vault("hello", false) as never, await record(logins));
    expect(report.exchanges).toEqual({ equal: 0, different: 0, not_replayable: 8 });
    expect(report.results[0]).toMatchObject({ reason: "scrubbing took the body's password." });
  });

  it("are not numbered outside of a run", async () => {
    await using it = probe();
    await it.call("POST", "/notes", { text: "x", password: "p" });
    const { json } = await it.call("GET", "/admin/requests");
    expect(json["requests"]).toMatchObject([{ request: { headers: { authorization: "REDACTED" } } }]);
  });
});

describe("an exchange that a fault disturbed", () => {
  it("is not compared; one that was only slow is", async () => {
    await using it = probe();
    await it.call("POST", "/admin/runs/start", {});
    await it.call("POST", "/notes", { text: "one" });
    expect((await it.call("POST", "/admin/faults", { match: {}, count: 1, effect: { status: 500 } })).status).toBe(201);
    await it.call("POST", "/notes", { text: "never" });
    await it.call("POST", "/admin/faults", { match: {}, count: 1, effect: { latency_ms: 1 } });
    await it.call("GET", "/notes");
    const headers = { authorization: "Bearer k1" };
    const bundle = await (await it.twin.fetch(new Request("http://localhost/admin/replay", { headers }))).text();
    const report = await replayBundle(probeTwin, bundle);
    expect(report).toMatchObject({ verdict: "incomplete", exchanges: { equal: 2, not_replayable: 1 } });
    expect(report.results).toMatchObject([
      { seq: 2, reason: expect.stringMatching(/^The user had armed \S+ to happen/) },
    ]);
  });
});

describe("the settings of the recorded twin", () => {
  it("are in the capture where they are not the default ones, and the replay has them, too", async () => {
    await using it = probe();
    await it.call("POST", "/admin/runs/start", {});
    await it.call("POST", "/notes", { text: "x", unknown: 1 });
    await it.call("PUT", "/admin/config", { strict: false, webhook_url: "http://127.0.0.1:9/secret" });
    await it.call("POST", "/notes", { text: "x", unknown: 1 });
    await it.call("GET", "/notes");
    await it.call("PUT", "/admin/config", { strict: true });
    await it.call("POST", "/notes", { text: "x", unknown: 1 });
    const headers = { authorization: "Bearer k1" };
    const bundle = await (await it.twin.fetch(new Request("http://localhost/admin/replay", { headers }))).text();
    expect(bundle).not.toContain("/secret");
    const settings = bundle
      .split("\n")
      .slice(1, -2)
      .map((line) => JSON.parse(line).settings?.strict);
    expect(settings).toEqual([undefined, false, undefined, true]);
    const report = await replayBundle(probeTwin, bundle);
    expect(report).toMatchObject({ verdict: "equal", exchanges: { equal: 4 } });
  });
});
