import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type Checkout, createCheckout } from "./checkout.ts";
import { freePort } from "./free-port.ts";

/** A twin that makes notes; `greeting` is what it answers beside the id. */
function noteTwin(name: string, port: number, greeting: string): string {
  return `
    const state = {
      notes: { id: (ids) => ids.prefixed("note_", 8), missing: (id) => new Error(id), indexes: [] },
    };
    const route = (method, pattern, run) => ({ method, pattern, body: null, query: null, run });
    const operations = {
      CreateNote: route("POST", "/notes", ({ state, now }) => ({ ...state.notes.insert({ created: now }), text: ${JSON.stringify(greeting)} })),
      CountNotes: route("GET", "/notes", ({ state }) => ({ count: state.notes.size })),
    };
    export const twin = {
      name: ${JSON.stringify(name)}, version: "1.0.0", port: ${port}, state,
      resources: [{ name: "note", operations, actions: [] }],
      authenticate: () => ({ world: "w" }), errors: {}, parameters: "flat", accepts: ["json"],
      requestId: (ids) => ids.hex(8), replay: { credential: { authorization: "x" } },
    };`;
}

async function checkoutWithNotes(name = "one"): Promise<{ checkout: Checkout; port: number }> {
  const checkout = await createCheckout();
  const port = await freePort();
  await checkout.addTwin(name, port);
  await checkout.write(`twins/${name}/dist/index.js`, noteTwin(name, port, "hello"));
  return { checkout, port };
}

const request = (port: number, method: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/notes`, { method, headers: { authorization: "secret" } });

describe("wt run and wt replay", () => {
  it("capture what a test run does to a running twin, and compare it with the twin of the checkout", async () => {
    const { checkout, port } = await checkoutWithNotes();
    await using _ = checkout;
    await checkout.wt("up");
    await request(port, "POST");
    const started = await checkout.wt(
      "run",
      "start",
      "--run-id",
      "ci-1",
      "--seed",
      "7",
      "--at",
      "2030-01-01T00:00:00Z",
    );
    expect([started.exitCode, started.stdout]).toEqual([
      0,
      expect.stringMatching(/^TWIN +RUN +STATUS[^]*one +ci-1 +running +\* +7 +0/),
    ]);
    expect(await (await request(port, "GET")).json()).toEqual({ count: 0 });
    await request(port, "POST");
    expect((await checkout.wt("run", "current", "one", "--json")).json()).toMatchObject({
      runs: [{ run: { entries: 2 } }],
    });
    const twice = await checkout.wt("run", "start");
    expect([twice.exitCode, twice.stdout]).toEqual([1, expect.stringContaining("one: Run ci-1 of all worlds goes on")]);
    const finished = (await checkout.wt("run", "finish", "--json")).json() as { runs: { run: { path: string } }[] };
    expect(finished).toMatchObject({ runs: [{ twin: "one", problem: null, run: { status: "finished", entries: 2 } }] });
    expect((await checkout.wt("run", "current")).stdout).toBe("one: no run\n");
    const path = finished.runs[0]?.run.path ?? "";
    expect(await readFile(path, "utf8")).not.toContain("secret");

    const equal = await checkout.wt("replay", path);
    expect([equal.exitCode, equal.stdout]).toEqual([
      0,
      "EQUAL: run ci-1 of twin-one 1.0.0: 2 equal, 0 different, 0 not replayable.\n",
    ]);

    await checkout.write("twins/one/dist/index.js", noteTwin("one", port, "bye"));
    const different = await checkout.wt("replay", path, "--twin", "one");
    expect(different.exitCode).toBe(1);
    expect(different.stdout).toContain('@@ body.text @@\n-"hello"\n+"bye"\n');
    const json = await checkout.wt("replay", path, "--json");
    expect([json.exitCode, json.json()]).toMatchObject([
      1,
      { verdict: "different", results: [{ operation: "CreateNote" }] },
    ]);
    await checkout.wt("down");
  });

  it("says what is wrong with a bundle, and replays a cut-off one when asked to", async () => {
    const { checkout } = await checkoutWithNotes();
    await using _ = checkout;
    const message = '{"headers":{},"body":"","body_encoding":"none"}';
    const lines = [
      '{"format":"wt-replay","version":1,"twin":"twin-one","twin_version":"1.0.0","run_id":"r","seed":1,"started_at":"2030-01-01T00:00:00Z"}',
      `{"seq":1,"at":"2030-01-01T00:00:00Z","method":"GET","path":"/notes","query":"","operation":null,"request":${message},"status":200,"response":{"headers":{"content-type":"application/json"},"body":"{\\"count\\":0}","body_encoding":"utf8"},"duration_ms":1,"world":"w"}`,
    ];
    await checkout.write("cut.jsonl", `${lines.join("\n")}\n{"seq":2,"at`);
    const path = `${checkout.root}/cut.jsonl`;
    const refused = await checkout.wt("replay", path, "--json");
    expect([refused.exitCode, refused.json()]).toMatchObject([
      1,
      { error: { code: "bundle_invalid", message: expect.stringContaining("Line 3 of the bundle: it is not JSON") } },
    ]);
    const recovered = await checkout.wt("replay", path, "--recover");
    expect([recovered.exitCode, recovered.stdout]).toEqual([0, expect.stringContaining("1 exchanges could be read")]);
    expect((await checkout.wt("replay", `${checkout.root}/none`)).exitCode).toBe(1);
    await checkout.write("other.jsonl", lines.join("\n").replace("twin-one", "twin-two"));
    expect((await checkout.wt("replay", `${checkout.root}/other.jsonl`)).exitCode).toBe(2);
  });

  it.each([
    [["run"], "say start, finish or current"],
    [["run", "begin"], "say start, finish or current"],
    [["run", "start", "--seed", "x"], "--seed"],
    [["run", "start", "--at", "noon"], "--at"],
    [["replay"], "name one file"],
  ])("%j exits with 2", async (args, message) => {
    const { checkout } = await checkoutWithNotes();
    await using _ = checkout;
    const result = await checkout.wt(...args);
    expect([result.exitCode, result.stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
