import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { afterAll, describe, expect, it } from "vitest";
import { openJsonStore, sweepTemporaries } from "../src/index.ts";
import { createTempDirectory, type TempDirectory } from "../src/testing.ts";
import { type Child, runChild, startChild } from "./children/child.ts";
import { payload, versionOf } from "./children/payload.ts";
import { statesPassed } from "./children/store-changes.ts";

/** Two processes at a time: as many as the smallest machine has cores. */
const LANES = 2;
/** Starting hundreds of processes takes seconds on an idle machine and minutes on a busy one. */
const TIMEOUT_MS = 240_000;
const cache = await createTempDirectory("wt-compile-cache-");
const options = { compileCache: cache.path };
let kills = 0;

/** Does `task` for each number from 1 to `count`, in lanes. */
async function inLanes(count: number, task: (n: number) => Promise<void>): Promise<void> {
  let next = 1;
  const lane = async () => {
    while (next <= count) await task(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function expectNothingLeftBut(directory: TempDirectory, ...names: string[]): Promise<void> {
  await sweepTemporaries(directory.path);
  expect(await directory.list()).toEqual(names);
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}

describe("a writer killed at every step", { timeout: TIMEOUT_MS }, () => {
  const script = "replace-and-stop.ts";

  it.each([
    ["replace", 0],
    ["replace", 20],
    ["replace", 3_000_000],
    ["create", 20],
    ["create", 3_000_000],
  ])("of %s with %i bytes leaves the old content or the new", async (kind, bytes) => {
    await using root = await createTempDirectory();
    const rehearsal = await runChild(script, [root.join("rehearsal"), kind, bytes, 0], options);
    const points = Number(rehearsal.stdout);
    expect(points, rehearsal.stderr).toBeGreaterThanOrEqual(16);
    const found = { old: 0, new: 0 };
    await inLanes(points, async (stopAt) => {
      await using directory = await createTempDirectory();
      const path = directory.join("file");
      if (kind === "replace") await writeFile(path, payload(1, bytes));
      const { signal, stderr } = await runChild(script, [path, kind, bytes, stopAt], options);
      expect(signal, stderr).toBe("SIGKILL");
      kills += 1;
      const content = await readIfThere(path);
      if (kind === "replace") expect(content).toBeDefined();
      const version = content ? versionOf(content) : 0;
      expect([kind === "replace" ? 1 : 0, 2]).toContain(version);
      found[version === 2 ? "new" : "old"] += 1;
      await expectNothingLeftBut(directory, ...(content ? ["file"] : []));
    });
    expect(found.old).toBeGreaterThan(0);
    expect(found.new).toBeGreaterThan(0);
  });
});

describe("a store killed at every step", { timeout: TIMEOUT_MS }, () => {
  const script = "change-store-and-stop.ts";
  const possible = statesPassed();

  it("keeps every confirmed change, and of the others a prefix", async () => {
    await using root = await createTempDirectory();
    const rehearsal = await runChild(script, [root.join("rehearsal"), 0], options);
    const points = Number(rehearsal.stdout.replaceAll(".", ""));
    expect(points, rehearsal.stderr).toBeGreaterThanOrEqual(40);
    await inLanes(points, async (stopAt) => {
      await using directory = await createTempDirectory();
      const path = directory.join("store");
      const { signal, stdout, stderr } = await runChild(script, [path, stopAt], options);
      expect(signal, stderr).toBe("SIGKILL");
      kills += 1;
      const confirmed = stdout.length;
      await using store = await openJsonStore({ path, schema: v.number() });
      const allowed = possible.filter((state) => state.confirmed >= confirmed).map(({ entries }) => entries);
      expect(allowed).toContainEqual(store.entries());
      await store.set("after", 9);
      await store.close();
      await using again = await openJsonStore({ path, schema: v.number() });
      expect(again.get("after")).toBe(9);
      await again.close();
      await expectNothingLeftBut(directory, "store");
    });
  });
});

describe("a writer killed at any instant", { timeout: TIMEOUT_MS }, () => {
  const LIVES = 44;
  const DELAY_MS_MAX = 15;

  /** Reads again and again until the child has ended; every content must be whole and none older than the one before. */
  async function watch(path: string, child: Child): Promise<number> {
    let isOver = false;
    void child.ended.then(() => (isOver = true));
    let latest = 0;
    let reads = 0;
    while (!isOver) {
      const version = versionOf(await readFile(path));
      expect(version).toBeGreaterThanOrEqual(latest);
      latest = version;
      reads += 1;
      await sleep(1);
    }
    return reads;
  }

  it("is never seen half done, and keeps what it confirmed", async () => {
    await using directory = await createTempDirectory();
    await inLanes(LIVES, async (life) => {
      const path = directory.join(`file-${life % LANES}-${life}`);
      const bytes = life % 2 === 0 ? 200 : 400_000;
      await writeFile(path, payload(1, bytes));
      await using child = startChild("write-forever.ts", [path, bytes, 2], options);
      const watching = watch(path, child);
      await child.spoke;
      await sleep(Math.random() * DELAY_MS_MAX);
      child.process.kill("SIGKILL");
      const { signal, stdout, stderr } = await child.ended;
      expect(signal, stderr).toBe("SIGKILL");
      kills += 1;
      expect(await watching).toBeGreaterThan(0);
      const confirmed = Number(stdout.trimEnd().split("\n").at(-1));
      expect([confirmed, confirmed + 1]).toContain(versionOf(await readFile(path)));
    });
    const names = (await directory.list()).filter((name) => name.startsWith("file-"));
    expect(names).toHaveLength(LIVES);
    await expectNothingLeftBut(directory, ...names);
  });

  it("leaves one whole content when several wrote at once", async () => {
    await using directory = await createTempDirectory();
    const path = directory.join("file");
    await writeFile(path, payload(1, 100_000));
    for (let life = 1; life <= 8; life += 1) {
      await using one = startChild("write-forever.ts", [path, 100_000, life * 10_000], options);
      await using other = startChild("write-forever.ts", [path, 100_000, life * 10_000 + 5_000], options);
      await Promise.all([one.spoke, other.spoke]);
      for (let reads = 0; reads < 20; reads += 1) versionOf(await readFile(path));
      for (const child of [one, other]) {
        child.process.kill("SIGKILL");
        expect(await child.ended).toMatchObject({ signal: "SIGKILL", stderr: "" });
        kills += 1;
      }
      expect(versionOf(await readFile(path))).toBeGreaterThanOrEqual(life * 10_000);
    }
    await expectNothingLeftBut(directory, "file");
  });

  it("leaves a store that counts on where it was, life after life", async () => {
    await using directory = await createTempDirectory();
    await Promise.all(
      Array.from({ length: LANES }, async (_, lane) => {
        const path = directory.join(`store-${lane}`);
        for (let life = 1; life <= LIVES / LANES; life += 1) {
          await using child = startChild("count-forever.ts", [path], options);
          await child.spoke;
          await sleep(Math.random() * DELAY_MS_MAX);
          child.process.kill("SIGKILL");
          const { signal, stdout, stderr } = await child.ended;
          expect(signal, stderr).toBe("SIGKILL");
          kills += 1;
          const confirmed = Number(stdout.trimEnd().split("\n").at(-1));
          await using store = await openJsonStore({ path, schema: v.number() });
          const reached = Math.max(...store.values());
          expect([confirmed, confirmed + 1]).toContain(reached);
          for (let count = Math.max(1, reached - 4); count <= reached; count += 1) {
            expect(store.get(`key-${count % 5}`)).toBe(count);
          }
        }
      }),
    );
    await expectNothingLeftBut(directory, "store-0", "store-1");
  });
});

afterAll(async () => {
  await cache.remove();
  expect(kills, "processes killed in this file").toBeGreaterThanOrEqual(230);
  console.log(`${kills} writing processes were killed with SIGKILL`);
});
