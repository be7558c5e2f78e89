import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import { expect, it, type TestContext } from "vitest";
import { probe } from "../testing/client.ts";

const run = promisify(execFile);
const CLIENT = new URL("../testing/client.ts", import.meta.url).href;
const READER = new URL("../replay/read-replay.ts", import.meta.url).href;

/** Fills a disk of 64 KiB with a run, goes on, frees the disk and finishes. */
const SCRIPT = `
  import { readFile } from "node:fs/promises";
  import { probe } from ${JSON.stringify(CLIENT)};
  import { readReplay } from ${JSON.stringify(READER)};
  const [directory] = process.argv.slice(1);
  const { call, twin } = probe({ runsDirectory: directory });
  const started = await call("POST", "/admin/runs/start", { run_id: "full" });
  const statuses = new Set();
  for (let at = 0; at < 100; at += 1) statuses.add((await call("POST", "/notes", { text: "x".repeat(2_000) })).status);
  const current = (await call("GET", "/admin/runs/current")).json.run;
  const second = await call("POST", "/admin/runs/start", { run_id: "second" }, { "wt-world": "other" });
  const finished = (await call("POST", "/admin/runs/finish", {})).json;
  const reader = await readReplay(await readFile(directory + "/probe/full.jsonl"), { recover: true });
  let read = 0;
  for await (const _ of reader.entries) read += 1;
  await twin.close();
  console.log(JSON.stringify({ started: started.status, statuses: [...statuses], current, second: second.json, finished, read }));
`;

/** A command whose mounts end with what it runs. */
async function privateMounts(context: TestContext, path: string): Promise<readonly [string, ...string[]]> {
  for (const flags of [["--mount"], ["--user", "--map-root-user", "--mount"]]) {
    const probed = run("unshare", [...flags, "mount", "-t", "tmpfs", "tmpfs", path]);
    if (await probed.then(Boolean, () => false)) return ["unshare", ...flags];
  }
  return context.skip("this machine lets this user mount no file system (unshare, mount)");
}

it("a run on a full disk fails by itself: no request does, and what was kept can be read", async (context) => {
  await using directory = await createTempDirectory();
  const [program, ...flags] = await privateMounts(context, directory.path);
  const mount = 'mount -t tmpfs -o size=64k,mode=700 tmpfs "$0"\nexec "$@"';
  const node = [process.execPath, "--conditions=wondertwin-source", "--input-type=module", "--eval", SCRIPT];
  const { stdout } = await run(program, [...flags, "sh", "-ec", mount, directory.path, ...node, directory.path]);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ started: 201, statuses: [201] });
  expect(told.current).toMatchObject({ status: "failed", problem: expect.stringContaining("the disk is full") });
  expect(told.current.entries + told.current.dropped).toBe(100);
  expect(told.second).toMatchObject({
    error: { code: "run_storage", message: expect.stringContaining("the disk is full") },
  });
  expect(told.finished).toMatchObject({ status: "failed", entries: told.current.entries });
  expect(told.read).toBe(told.current.entries);
  expect(told.read).toBeGreaterThan(5);
});

it("a run whose directory cannot be made is refused, and its world is as it was", async () => {
  await using directory = await createTempDirectory();
  const file = await directory.write("file", "");
  await using it = probe({ runsDirectory: file });
  await it.call("POST", "/notes", { text: "stays" });
  const refused = await it.call("POST", "/admin/runs/start", {});
  expect([refused.status, refused.json]).toMatchObject([507, { error: { code: "run_storage" } }]);
  expect((await it.call("GET", "/notes")).json).toMatchObject({ notes: [{ text: "stays" }] });
  expect((await it.call("GET", "/admin/runs/current")).json).toEqual({ run: null });
  expect((await it.call("GET", "/admin/runs")).status).toBe(200);
});
