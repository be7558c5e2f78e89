import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import type { ReplayEntry, RunManifest } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { readReplay } from "../replay/read-replay.ts";
import type { TwinOptions } from "../server/twin-options.ts";
import type { Twin } from "../server/twin.ts";
import { type Call, callerOf, probe, START } from "../testing/client.ts";

const HERE = { "wt-world": "here" };

function inWorld(call: Call, world = "here"): (method: string, path: string, body?: unknown) => ReturnType<Call> {
  return (method, path, body) => call(method, path, body, { "wt-world": world });
}

async function bundle(twin: Twin, query = "", headers: Record<string, string> = HERE) {
  const response = await twin.fetch(new Request(`http://localhost/admin/replay${query}`, { headers }));
  expect(response.status).toBe(200);
  return read(Buffer.from(await response.arrayBuffer()));
}

async function read(bytes: Uint8Array | string) {
  const reader = await readReplay(bytes);
  const entries: ReplayEntry[] = [];
  for await (const entry of reader.entries) entries.push(entry);
  return { header: reader.header, entries, trailer: reader.trailer() };
}

/** A bundle without what differs from run to run. */
function steady(text: string): string {
  return text.replaceAll(/"(?:at|duration_ms|started_at|finished_at|run_id)":(?:"[^"]*"|[\d.e-]+),?/g, "");
}

const onDisk = (directory: { path: string }): TwinOptions => ({ runsDirectory: directory.path });

describe("a run", () => {
  it("begins its world anew, captures what happens, and ends with a manifest that fits the file", async () => {
    await using directory = await createTempDirectory();
    await using it = probe(onDisk(directory));
    const here = inWorld(it.call);
    await here("POST", "/notes", { text: "before" });
    const at = "2030-06-01T00:00:00.000Z";
    const started = await here("POST", "/admin/runs/start", { run_id: "first", seed: 7, at });
    expect(started.status).toBe(201);
    expect(started.json).toMatchObject({ run_id: "first", status: "running", seed: 7, world: "here", entries: 0 });
    expect((await here("GET", "/notes")).json).toEqual({ notes: [], has_more: false });
    await here("POST", "/notes", { text: "one" });
    await it.call("POST", "/notes", { text: "elsewhere" });
    expect((await here("GET", "/admin/runs/current")).json).toMatchObject({ run: { run_id: "first", entries: 2 } });
    const manifest = (await here("POST", "/admin/runs/finish")).json as unknown as RunManifest;
    expect(manifest).toMatchObject({ status: "finished", entries: 2, dropped: 0, recovered: false, problem: null });
    const path = directory.join("probe", "first.jsonl");
    const bytes = await readFile(path);
    expect(manifest).toMatchObject({ path, bytes: bytes.length });
    expect(manifest.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(JSON.parse(await readFile(directory.join("probe", "first.json"), "utf8"))).toEqual(manifest);
    const { header, entries, trailer } = await read(bytes);
    expect(header).toMatchObject({
      twin: "twin-probe",
      twin_version: "1.2.3",
      run_id: "first",
      seed: 7,
      world: "here",
    });
    expect(entries.map(({ seq, at, method, path, status }) => [seq, at, method, path, status])).toEqual([
      [1, at, "GET", "/notes", 200],
      [2, at, "POST", "/notes", 201],
    ]);
    expect(trailer).toMatchObject({ entries: 2, dropped: 0 });
    expect((await here("GET", "/admin/runs/current")).json).toEqual({ run: null });
    await here("POST", "/notes", { text: "after" });
    expect(await readFile(path)).toEqual(bytes);
  });

  it("has every exchange in the file before its answer is there", async () => {
    await using directory = await createTempDirectory();
    await using it = probe(onDisk(directory));
    await it.call("POST", "/admin/runs/start", { run_id: "live" });
    for (let count = 1; count <= 3; count += 1) {
      await it.call("POST", "/notes", { text: "x" });
      const lines = (await readFile(directory.join("probe", "live.jsonl"), "utf8")).split("\n");
      expect(lines).toHaveLength(count + 2);
    }
  });

  it("keeps its capture in memory where there is no directory, and says so", async () => {
    await using it = probe();
    const here = inWorld(it.call);
    await here("POST", "/admin/runs/start", {});
    await here("POST", "/notes", { text: "one" });
    const open = await bundle(it.twin);
    expect(open.entries).toHaveLength(1);
    expect((await here("POST", "/admin/runs/finish")).json).toMatchObject({ path: null, entries: 1 });
    expect((await bundle(it.twin)).entries).toEqual(open.entries);
  });

  it("is one per world; a refused start changes nothing", async () => {
    await using it = probe();
    const here = inWorld(it.call);
    await here("POST", "/admin/runs/start", { run_id: "a" });
    await here("POST", "/notes", { text: "stays" });
    const second = await here("POST", "/admin/runs/start", { run_id: "b" });
    expect([second.status, second.json]).toMatchObject([409, { error: { code: "run_active" } }]);
    expect((await it.call("POST", "/admin/runs/start?world=*", {})).status).toBe(409);
    expect((await inWorld(it.call, "there")("POST", "/admin/runs/start", { run_id: "c" })).status).toBe(201);
    expect((await inWorld(it.call, "third")("POST", "/admin/runs/start", { run_id: "a" })).json).toMatchObject({
      error: { code: "run_exists", path: "run_id" },
    });
    expect((await here("GET", "/notes")).json).toMatchObject({ notes: [{ text: "stays" }] });
  });

  it.each<[string, object, number, string, string | null]>([
    ["a name that is no file's", { run_id: "../x" }, 400, "invalid_body", "run_id"],
    ["a seed that is no integer", { seed: 1.5 }, 400, "invalid_body", "seed"],
    ["an instant that is none", { at: "noon" }, 400, "invalid_body", "at"],
    ["a key it does not know", { sed: 1 }, 400, "invalid_body", "sed"],
    ["a seed without a reset", { seed: 1, reset: false }, 400, "run_invalid", "seed"],
    ["an unknown snapshot", { fixtures: { snapshot: "none" } }, 404, "snapshot_unknown", "fixtures.snapshot"],
    ["fixtures of two kinds", { fixtures: {} }, 400, "invalid_body", "fixtures"],
  ])("refuses %s", async (_, body, status, code, path) => {
    await using it = probe();
    const here = inWorld(it.call);
    await here("POST", "/notes", { text: "stays" });
    const refused = await here("POST", "/admin/runs/start", body);
    expect([refused.status, refused.json]).toMatchObject([status, { error: { code, path } }]);
    expect((await here("GET", "/notes")).json).toMatchObject({ notes: [{ text: "stays" }] });
    expect((await here("GET", "/admin/runs/current")).json).toEqual({ run: null });
  });

  it("finishes what goes on, and nothing else", async () => {
    await using it = probe();
    const none = await it.call("POST", "/admin/runs/finish", {});
    expect([none.status, none.json]).toMatchObject([404, { error: { code: "run_unknown" } }]);
    await it.call("POST", "/admin/runs/start", { run_id: "once" });
    expect((await it.call("POST", "/admin/runs/finish", { run_id: "other" })).status).toBe(404);
    expect((await it.call("POST", "/admin/runs/finish", { run_id: "once" })).status).toBe(200);
    expect((await it.call("POST", "/admin/runs/finish", { run_id: "once" })).status).toBe(404);
  });

  it("of all worlds captures also those that are made later, each begun the same", async () => {
    await using it = probe();
    const at = "2031-01-01T00:00:00.000Z";
    await inWorld(it.call, "old")("POST", "/notes", { text: "gone" });
    await it.call("POST", "/admin/runs/start?world=*", { seed: 3, at });
    const made = [];
    for (const world of ["old", "new"]) made.push(await inWorld(it.call, world)("POST", "/notes", { text: world }));
    const { entries } = await bundle(it.twin, "?world=*", {});
    expect(entries.map(({ seq, world, at: when }) => [seq, world, when])).toEqual([
      [1, "old", at],
      [2, "new", at],
    ]);
    expect(made.map(({ json }) => json["id"])).not.toContain(undefined);
    expect((await it.call("POST", "/admin/runs/finish", {})).json).toMatchObject({ world: "*", entries: 2 });
    await inWorld(it.call, "new")("POST", "/notes", { text: "after" });
    expect((await bundle(it.twin, "?world=*", {})).entries).toHaveLength(2);
  });

  it("goes on over a reset, and marks it and any other change of the whole state", async () => {
    await using it = probe();
    const here = inWorld(it.call);
    await here("POST", "/admin/runs/start", { seed: 9, at: "2032-01-01T00:00:00.000Z" });
    const first = (await here("POST", "/notes", { text: "a" })).json["id"];
    await here("POST", "/admin/reset");
    const again = (await here("POST", "/notes", { text: "a" })).json["id"];
    expect(again).toBe(first);
    const state = (await here("GET", "/admin/state")).json;
    await here("POST", "/admin/state", state);
    await here("GET", "/notes");
    await here("GET", "/notes");
    const { entries } = await bundle(it.twin);
    expect(entries.map(({ seq, preceded_by, at }) => [seq, preceded_by, at.slice(0, 4)])).toEqual([
      [1, undefined, "2032"],
      [2, "reset", "2032"],
      [3, "state", "2032"],
      [4, undefined, "2032"],
    ]);
    await here("POST", "/admin/runs/finish", {});
    await here("POST", "/admin/reset");
    expect((await here("GET", "/admin/time")).json).toMatchObject({ time: new Date(START).toISOString() });
  });

  it("begins with fixtures, a state or a snapshot, and makes no id that they have", async () => {
    await using it = probe();
    const here = inWorld(it.call);
    await here("POST", "/notes", { text: "fixture" });
    await here("POST", "/admin/snapshots", { name: "seeded" });
    const state = (await here("GET", "/admin/state")).json;
    for (const fixtures of [{ state }, { snapshot: "seeded" }]) {
      await here("POST", "/notes", { text: "left over" });
      expect((await here("POST", "/admin/runs/start", { fixtures })).status).toBe(201);
      for (let count = 0; count < 3; count += 1)
        expect((await here("POST", "/notes", { text: "new" })).status).toBe(201);
      const { notes } = (await here("GET", "/notes")).json as unknown as { notes: { id: string; text: string }[] };
      expect(notes.map(({ text }) => text)).toEqual(["new", "new", "new", "fixture"]);
      expect(new Set(notes.map(({ id }) => id)).size).toBe(4);
      expect((await bundle(it.twin)).header.begins).toBe("fixtures");
      await here("POST", "/admin/runs/finish", {});
    }
  });

  it("refuses a state that does not fit with everything wrong in it, and leaves no capture", async () => {
    await using directory = await createTempDirectory();
    await using it = probe(onDisk(directory));
    const state = (await it.call("GET", "/admin/state")).json;
    const misfit = { ...state, twin: "twin-other" };
    const refused = await it.call("POST", "/admin/runs/start", { run_id: "no", fixtures: { state: misfit } });
    expect([refused.status, refused.json]).toMatchObject([
      400,
      { error: { code: "state_invalid", path: "fixtures.state.twin" } },
    ]);
    expect((await it.call("GET", "/admin/runs")).json).toEqual({ runs: [] });
    expect((await it.call("POST", "/admin/runs/start", { run_id: "no" })).status).toBe(201);
  });

  it("of the same seed and the same requests is the same bundle, on one twin or on two", async () => {
    const take = async (twin: Twin, seed: number): Promise<string> => {
      const here = inWorld(callerOf(twin));
      await here("POST", "/admin/runs/start", { seed, at: "2030-01-01T00:00:00.000Z" });
      await here("POST", "/notes", { text: "one", publish_after_ms: 1_000 });
      await here("POST", "/admin/time/advance", { duration: "1h" });
      await here("POST", "/notes", { text: "", card: "4242424242424242" });
      await here("GET", "/notes");
      await here("GET", "/nowhere");
      await here("POST", "/admin/runs/finish", {});
      const response = await twin.fetch(new Request("http://localhost/admin/replay", { headers: HERE }));
      return steady(await response.text());
    };
    await using one = probe({ seed: 1 });
    await using other = probe({ seed: 2 });
    const first = await take(one.twin, 5);
    expect(first).toContain("note_");
    expect(await take(one.twin, 5)).toBe(first);
    expect(await take(other.twin, 5)).toBe(first);
    expect(await take(other.twin, 6)).not.toBe(first);
  });

  it("ends whole when its twin closes, and when its world is dropped", async () => {
    await using directory = await createTempDirectory();
    const { twin, call } = probe(onDisk(directory));
    await inWorld(call, "one")("POST", "/admin/runs/start", { run_id: "dropped" });
    await inWorld(call, "one")("POST", "/notes", { text: "x" });
    await call("DELETE", "/admin/worlds/one");
    await call("POST", "/admin/runs/start", { run_id: "closed" });
    await call("POST", "/notes", { text: "x" });
    await twin.close();
    for (const name of ["dropped", "closed"]) {
      expect((await read(await readFile(directory.join("probe", `${name}.jsonl`)))).entries).toHaveLength(1);
      expect(JSON.parse(await readFile(directory.join("probe", `${name}.json`), "utf8"))).toMatchObject({
        status: "finished",
      });
    }
    expect(await directory.list()).toEqual(["probe"]);
  });
});

describe("GET /admin/replay", () => {
  it("is the ledger where there was no run, with the numbers of its exchanges", async () => {
    await using it = probe();
    await it.call("POST", "/notes", { text: "one" }, HERE);
    const { header, entries } = await bundle(it.twin);
    expect(header).toMatchObject({ run_id: "ledger", seed: 42, world: "here" });
    expect(entries.map(({ path }) => path)).toEqual(["/notes"]);
  });

  it("reads the same as text, as a compressed transfer and as a compressed file", async () => {
    await using it = probe();
    await it.call("POST", "/notes", { text: "one" }, HERE);
    const plain = await bundle(it.twin);
    const transfer = await bundle(it.twin, "", { ...HERE, "accept-encoding": "br, gzip;q=0.5" });
    expect(transfer.entries).toEqual(plain.entries);
    const file = await it.twin.fetch(new Request("http://localhost/admin/replay?gzip=true", { headers: HERE }));
    expect(file.headers.get("content-encoding")).toBeNull();
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="ledger.jsonl.gz"');
    const bytes = Buffer.from(await file.arrayBuffer());
    expect([bytes[0], bytes[1]]).toEqual([0x1f, 0x8b]);
    expect((await read(bytes)).entries).toEqual(plain.entries);
    const refused = await it.twin.fetch(
      new Request("http://localhost/admin/replay", { headers: { ...HERE, "accept-encoding": "gzip;q=0, identity" } }),
    );
    expect(refused.headers.get("content-encoding")).toBeNull();
  });

  it("refuses a run that is not there", async () => {
    await using it = probe();
    const { status, json } = await it.call("GET", "/admin/replay?run_id=none");
    expect([status, json]).toMatchObject([404, { error: { code: "run_unknown", path: "run_id" } }]);
  });
});

describe("after a crash", () => {
  /** Runs a process that starts a run, makes 50 exchanges and is killed in the middle of the next. */
  async function crashed(directory: string): Promise<number> {
    const client = new URL("../testing/client.ts", import.meta.url).href;
    const script = `
      import { probe } from ${JSON.stringify(client)};
      const { call } = probe({ runsDirectory: process.argv[1] });
      await call("POST", "/admin/runs/start", { run_id: "killed" });
      for (let at = 1; ; at += 1) {
        await call("POST", "/notes", { text: "note " + at });
        process.stdout.write(at + "\\n");
      }
    `;
    const args = ["--conditions=wondertwin-source", "--input-type=module", "--eval", script, directory];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let answered = 0;
    for await (const chunk of child.stdout) {
      answered = Number(String(chunk).trimEnd().split("\n").at(-1));
      if (answered >= 50) child.kill("SIGKILL");
    }
    return answered;
  }

  it("loses no exchange that was answered; the next process finds the run and finishes it", async () => {
    await using directory = await createTempDirectory();
    const answered = await crashed(directory.path);
    const path = directory.join("probe", "killed.jsonl");
    await using it = probe(onDisk(directory));
    expect((await it.call("GET", "/admin/runs")).json).toMatchObject({
      runs: [{ run_id: "killed", status: "unfinished", entries: null, path, finished_at: null }],
    });
    const manifest = (await it.call("POST", "/admin/runs/finish", { run_id: "killed" })).json as unknown as RunManifest;
    expect(manifest).toMatchObject({ status: "finished", recovered: true, dropped: null, path });
    expect(manifest.entries).toBeGreaterThanOrEqual(answered);
    const bytes = await readFile(path);
    expect(manifest).toMatchObject({ bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
    expect((await read(bytes)).entries).toHaveLength(manifest.entries ?? 0);
    expect((await bundle(it.twin, "?run_id=killed", {})).entries).toHaveLength(manifest.entries ?? 0);
    expect((await it.call("GET", "/admin/runs")).json).toMatchObject({ runs: [{ status: "finished" }] });
    expect((await it.call("POST", "/admin/runs/finish", { run_id: "killed" })).status).toBe(404);
  });

  it("cuts off half a line, and says that damage before the end cannot be repaired", async () => {
    await using directory = await createTempDirectory();
    await crashed(directory.path);
    const path = directory.join("probe", "killed.jsonl");
    const captured = await readFile(path, "utf8");
    const whole = captured.split("\n").length - 2;
    await directory.write("probe/killed.jsonl", captured.slice(0, -10));
    await using it = probe(onDisk(directory));
    const manifest = await it.call("POST", "/admin/runs/finish", { run_id: "killed" });
    expect(manifest.json).toMatchObject({ entries: whole - 1 });
    const text = await readFile(path, "utf8");
    await directory.write("probe/damaged.jsonl", text.split("\n").with(1, "{").join("\n"));
    const damaged = await it.call("POST", "/admin/runs/finish", { run_id: "damaged" });
    expect([damaged.status, damaged.json]).toMatchObject([409, { error: { code: "run_damaged" } }]);
    expect(JSON.stringify(damaged.json)).toContain("Line 2 of the bundle");
  });

  it("does not take a run from a process that lives", async () => {
    await using directory = await createTempDirectory();
    await using one = probe(onDisk(directory));
    await using other = probe(onDisk(directory));
    await one.call("POST", "/admin/runs/start", { run_id: "shared" });
    expect((await other.call("GET", "/admin/runs")).json).toMatchObject({ runs: [{ status: "elsewhere" }] });
    expect((await other.call("POST", "/admin/runs/finish", { run_id: "shared" })).json).toMatchObject({
      error: { code: "run_active" },
    });
    expect((await other.call("POST", "/admin/runs/start", { run_id: "shared" })).json).toMatchObject({
      error: { code: "run_exists" },
    });
    await one.call("POST", "/notes", { text: "x" });
    expect((await one.call("POST", "/admin/runs/finish", {})).json).toMatchObject({ status: "finished", entries: 1 });
  });
});
