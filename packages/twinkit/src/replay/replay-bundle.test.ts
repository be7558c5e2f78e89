import type { ReplayReport } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { defineTwin } from "../define/define-twin.ts";
import { get, post } from "../define/operation.ts";
import { resource } from "../define/resource.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { Twin } from "../server/twin.ts";
import { type Call, probe, START } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { formatReplayReport } from "./format-report.ts";
import { replayBundle } from "./replay-bundle.ts";

type AnyDefinition = TwinDefinition<never>;
// oxlint-disable-next-line typescript/no-explicit-any -- handlers that tests write need no types of the twin's own
type Handler = (context: any) => unknown;

async function bundleOf(twin: Twin, headers: Record<string, string> = { authorization: "Bearer k1" }): Promise<string> {
  return (await twin.fetch(new Request("http://localhost/admin/replay", { headers }))).text();
}

/** Records what `work` does in a run, and gives the bundle. */
async function record(work: (call: Call) => Promise<unknown>, start: object = {}): Promise<string> {
  await using it = probe();
  expect((await it.call("POST", "/admin/runs/start", { seed: 5, ...start })).status).toBe(201);
  await work(it.call);
  await it.call("POST", "/admin/runs/finish", {});
  return await bundleOf(it.twin);
}

/** The probe twin with one operation changed. */
function patched(name: string, change: (operation: { method: string; pattern: string; run: Handler }) => Handler) {
  const resources = probeTwin.resources.map((each) =>
    resource<never>(each.name, {
      actions: each.actions as never,
      operations: Object.fromEntries(
        Object.entries(each.operations).map(([key, operation]) => [
          key,
          key === name ? { ...operation, run: change(operation as never) } : operation,
        ]),
      ) as never,
    }),
  );
  return defineTwin({ ...probeTwin, resources } as unknown as AnyDefinition);
}

const idOf = ({ json }: { json: Record<string, never> }): string => String(json["id"]);

/** Writes, reads, lists, errors, idempotency, time, uploads, a redirect, an unknown route. */
async function everything(call: Call): Promise<void> {
  const first = idOf(await call("POST", "/notes", { text: "one", publish_after_ms: 60_000 }));
  const second = idOf(await call("POST", "/notes", { text: "two" }, { "idempotency-key": "k" }));
  await call("POST", "/notes", { text: "two" }, { "idempotency-key": "k" });
  await call("GET", `/notes/${first}`);
  await call("GET", `/notes?after=${first}&limit=1`);
  await call("POST", "/hooks", { url: "http://127.0.0.1:9/hook" });
  await call("POST", "/admin/time/advance", { duration: "1h" });
  await call("GET", "/notes");
  await call("PUT", `/notes/${second}/text`, "raw bytes", { "content-type": "application/octet-stream" });
  await call("POST", `/notes/${second}/share`);
  await call("POST", "/notes", { text: "refused", fail: "throw" });
  await call("POST", "/notes", { text: "declined", fail: "return" });
  await call("POST", "/notes", {});
  await call("GET", "/notes/note_00000000");
  await call("GET", "/nowhere");
  await call("DELETE", `/notes/${first}`);
  await call("GET", "/notes");
  await call("POST", "/notes", { text: "guest" }, { "probe-role": "guest" });
  await call("POST", "/notes", { text: "other account" }, { "probe-account": "acct" });
}

describe("a replay", () => {
  it("of the same twin is equal, whatever was recorded", async () => {
    const report = await replayBundle(probeTwin, await record(everything, { at: "2030-01-01T00:00:00.000Z" }));
    expect(report).toMatchObject({ verdict: "equal", results: [], warnings: [], twin: "twin-probe" });
    expect(report.exchanges).toEqual({ equal: 18, different: 0, not_replayable: 0 });
  });

  it("keeps worlds apart, each with its clock", async () => {
    await using it = probe();
    await it.call("POST", "/admin/runs/start?world=*", {});
    for (const world of ["a", "b"]) {
      const inWorld = (method: string, path: string, body?: unknown) =>
        it.call(method, path, body, { "wt-world": world });
      await inWorld("POST", "/notes", { text: world });
      if (world === "a") await inWorld("POST", "/admin/time/advance", { duration: "10d" });
      await inWorld("POST", "/notes", { text: world });
    }
    await it.call("GET", "/notes", undefined, { "wt-world": "a" });
    const report = await replayBundle(probeTwin, await bundleOf(it.twin));
    expect(report).toMatchObject({ verdict: "equal", exchanges: { equal: 5 } });
  });

  it("of a live twin whose clock flows is equal, too", async () => {
    await using it = probe({ clock: {} });
    await it.call("POST", "/admin/runs/start", {});
    await everything(it.call);
    expect(await replayBundle(probeTwin, await bundleOf(it.twin))).toMatchObject({ verdict: "equal" });
  });

  it("of a ledger works without a run", async () => {
    await using it = probe();
    await everything(it.call);
    expect(await replayBundle(probeTwin, await bundleOf(it.twin))).toMatchObject({
      verdict: "equal",
      run_id: "ledger",
    });
  });

  it("follows a reset in the middle, and stops where the state was exchanged", async () => {
    const bundle = await record(async (call) => {
      await call("POST", "/notes", { text: "one" });
      await call("POST", "/admin/reset");
      const id = idOf(await call("POST", "/notes", { text: "two" }));
      const state = (await call("GET", "/admin/state")).json;
      await call("POST", "/admin/state", state);
      await call("GET", `/notes/${id}`);
      await call("POST", "/admin/reset");
      await call("GET", "/notes");
    });
    const report = await replayBundle(probeTwin, bundle);
    expect(report).toMatchObject({ verdict: "incomplete", exchanges: { equal: 3, different: 0, not_replayable: 1 } });
    expect(report.results).toMatchObject(
      [{ seq: 3, outcome: "not_replayable", reason: /state was exchanged/ }].map((each) => ({
        ...each,
        reason: expect.stringMatching(each.reason),
      })),
    );
  });

  it("exchanges ids where the twin makes others, and follows them in paths, queries and bodies", async () => {
    const bundle = await record(async (call) => {
      const id = idOf(await call("POST", "/notes", { text: "one" }));
      await call("GET", `/notes/${id}`);
      await call("POST", "/notes", { text: `see ${id}` });
      await call("GET", `/notes?after=${id}`);
    });
    const drawsMore = patched("CreateNote", ({ run }) => (context) => {
      context.ids.uuid();
      return run(context);
    });
    const report = await replayBundle(drawsMore, bundle);
    expect(report).toMatchObject({ verdict: "equal", exchanges: { equal: 4 } });
  });

  it("does not take one id for two, or two for one", async () => {
    const bundle = await record(async (call) => {
      const first = idOf(await call("POST", "/notes", { text: "one" }));
      await call("POST", "/notes", { text: "two" });
      await call("GET", `/notes/${first}`);
    });
    const givesAnother = patched(
      "GetNote",
      () =>
        ({ state }) =>
          [...state.notes.all()].at(-1),
    );
    const report = await replayBundle(givesAnother, bundle);
    expect(report.results).toMatchObject([
      { seq: 3, differences: [{ path: "body.text", expected: '"one"', actual: '"two"' }, { path: "body.id" }] },
    ]);
  });

  it("names what differs: status, headers, fields that are new, gone or other", async () => {
    const bundle = await record(everything);
    const other = patched("GetNote", ({ run }) => (context) => {
      const { owner: _, ...note } = run(context) as Record<string, unknown>;
      return { ...note, text: "changed", archived: false };
    });
    const report = await replayBundle(other, bundle);
    expect(report).toMatchObject({ verdict: "different", exchanges: { different: 1 } });
    expect(report.results).toMatchObject([
      {
        operation: "GetNote",
        outcome: "different",
        differences: [
          { path: "body.text", expected: '"one"', actual: '"changed"' },
          { path: "body.owner", expected: '"nobody"', actual: null },
          { path: "body.archived", expected: null, actual: "false" },
        ],
      },
    ]);
    expect(formatReplayReport(report)).toMatch(
      /^#4 GET \/notes\/note_\w{8} \(GetNote\) in world w-\w{16}\n--- recorded\n\+\+\+ replayed\n@@ body\.text @@\n-"one"\n\+"changed"\n/,
    );
  });

  it("sees a change of an instant, of a status, of a header and of the time when work is done", async () => {
    const bundle = await record(everything);
    const paths = async (definition: AnyDefinition): Promise<string[]> =>
      (await replayBundle(definition, bundle)).results.flatMap(({ differences }) =>
        differences.map(({ path }) => path),
      );
    const later = patched(
      "CreateNote",
      ({ run }) =>
        (context) =>
          run({ ...context, now: (context.now as number) + 1 }),
    );
    expect(await paths(later)).toContain("body.created");
    const withoutHeader = defineTwin({ ...probeTwin, responseHeaders: undefined } as unknown as AnyDefinition);
    expect(await paths(withoutHeader)).toContain("headers.probe-request-id");
    const neverPublishes = patched(
      "CreateNote",
      ({ run }) =>
        (context) =>
          run({ ...context, params: { ...context.params, publish_after_ms: undefined } }),
    );
    expect(await paths(neverPublishes)).toContain("body.notes[1].status");
  });

  it("sends nothing anywhere", async () => {
    let calls = 0;
    const server = (await import("node:http")).createServer((_, response) => {
      calls += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}/hook`;
    const bundle = await record(async (call) => {
      await call("POST", "/hooks", { url });
      await call("POST", "/notes", { text: "one", publish_after_ms: 1 });
      await call("POST", "/admin/time/advance", { duration: "1h" });
      await call("POST", "/pings", { url });
    });
    const recorded = calls;
    expect(recorded).toBeGreaterThan(0);
    await replayBundle(probeTwin, bundle);
    expect(calls).toBe(recorded);
    server.close();
  });
});

describe("what scrubbing took", () => {
  it("is said, and what depends on it is not compared", async () => {
    const bundle = await record(async (call) => {
      await call("POST", "/notes", { text: "card 4242 4242 4242 4242" });
      const id = idOf(await call("POST", "/notes", { text: "clean", owner: "4000000000000002" }));
      await call("GET", `/notes/${id}`);
      await call("POST", "/notes", { text: "clean" });
      await call("GET", "/notes", undefined, { cookie: "session=1" });
    });
    const report = await replayBundle(probeTwin, bundle);
    expect(report).toMatchObject({ verdict: "incomplete", exchanges: { equal: 1, not_replayable: 4 } });
    expect(report.results.map(({ seq, reason }) => [seq, reason])).toEqual([
      [1, "scrubbing took the body's text."],
      [2, "scrubbing took the body's owner."],
      [3, expect.stringMatching(/^It refers to note_\w{8}, which exchange 2 made/)],
      [5, "scrubbing took the header cookie."],
    ]);
    expect(formatReplayReport(report)).toContain("#1 POST /notes: not replayable: scrubbing took the body's text.");
  });

  it("is replaced by the samples of the definition", async () => {
    const bundle = await record(async (call) => {
      await call("POST", "/notes", { text: "card 4242 4242 4242 4242" });
      await call("GET", "/notes");
    });
    const withSample = defineTwin({
      ...probeTwin,
      replay: { ...probeTwin.replay, samples: { text: "card 4000 0566 5566 5556" } },
    });
    expect(await replayBundle(withSample, bundle)).toMatchObject({ verdict: "equal", exchanges: { equal: 2 } });
  });

  it("does not come back by the report", async () => {
    const vault = (secret: string) => {
      const read = get("/vault", () => ({ password: secret, note: secret === "first" ? "a" : { password: secret } }));
      return defineTwin({ ...probeTwin, resources: [resource("vault", { operations: { GetVault: read } })] } as never);
    };
    await using it = probe();
    void it;
    const { createTwin } = await import("../server/twin.ts");
    const twin = createTwin(vault("first") as never);
    await twin.fetch(new Request("http://localhost/vault", { headers: { authorization: "Bearer k1" } }));
    const bundle = await bundleOf(twin);
    await twin.close();
    expect(bundle).not.toContain("first");
    const report = await replayBundle(vault("second") as never, bundle);
    expect(report.results).toMatchObject([{ differences: [{ path: "body.note", actual: '{"password":"REDACTED"}' }] }]);
  });
});

describe("a bundle that is not whole", () => {
  it("is refused, and replayed as far as it goes where recovery is asked for", async () => {
    const bundle = await record(everything);
    const cut = bundle.slice(0, bundle.lastIndexOf("\n", bundle.length - 2) - 50);
    await expect(replayBundle(probeTwin, cut)).rejects.toMatchObject({ code: "not_json" });
    const report = await replayBundle(probeTwin, cut, { recover: true });
    expect(report).toMatchObject({ verdict: "equal", exchanges: { equal: 17 } });
    expect(report.warnings).toEqual([expect.stringContaining("17 exchanges could be read")]);
  });

  it("of another twin is refused", async () => {
    const bundle = (await record(everything)).replace('"twin":"twin-probe"', '"twin":"twin-other"');
    await expect(replayBundle(probeTwin, bundle)).rejects.toMatchObject({ code: "replay_mismatch" });
  });

  it("with fixtures says that it needs them, and takes them", async () => {
    await using it = probe();
    const id = idOf(await it.call("POST", "/notes", { text: "fixture" }));
    const state = (await it.call("GET", "/admin/state")).json;
    await it.call("POST", "/admin/runs/start", { fixtures: { state }, at: new Date(START).toISOString() });
    await it.call("GET", `/notes/${id}`);
    await it.call("POST", "/notes", { text: "new" });
    const bundle = await bundleOf(it.twin);
    const without: ReplayReport = await replayBundle(probeTwin, bundle);
    expect(without).toMatchObject({ verdict: "different", warnings: [expect.stringContaining("fixtures")] });
    expect(await replayBundle(probeTwin, bundle, { fixtures: state })).toMatchObject({
      verdict: "equal",
      exchanges: { equal: 2 },
      warnings: [],
    });
    const misfit = replayBundle(probeTwin, bundle, { fixtures: { format: "wt-state" } });
    await expect(misfit).rejects.toMatchObject({ code: "state_invalid" });
  });
});

it("cut bodies are compared as far as they were kept", async () => {
  const long = (end: string) =>
    defineTwin({
      ...probeTwin,
      resources: [
        resource("long", { operations: { GetLong: post("/long", () => ({ text: "x".repeat(200_000), end })) } }),
      ],
    } as never);
  const { createTwin } = await import("../server/twin.ts");
  const twin = createTwin(long("a") as never);
  await twin.fetch(new Request("http://localhost/long", { method: "POST", headers: { authorization: "Bearer k1" } }));
  const bundle = await bundleOf(twin);
  await twin.close();
  expect(bundle).toContain('"truncated":true');
  expect(await replayBundle(long("b") as never, bundle)).toMatchObject({ verdict: "equal" });
});
