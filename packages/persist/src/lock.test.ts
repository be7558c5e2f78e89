import { appendFile, mkdir, readdir, stat, unlink, utimes } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runChild, startChild } from "../test/children/child.ts";
import { acquireLock, LOCK_HEARTBEAT_MS, LOCK_SILENCE_MS, readTextBounded } from "./index.ts";
import { currentProcess, identityToText } from "./process-identity.ts";
import { createTempDirectory, type TempDirectory } from "./testing.ts";

let directory: TempDirectory;
let path: string;
beforeEach(async () => {
  directory = await createTempDirectory();
  path = directory.join("lock");
});
afterEach(async () => {
  vi.useRealTimers();
  await directory.remove();
});

const ELSEWHERE = { ...currentProcess(), machine: "00000000" };
/** Puts the claim of some process there, as if that process held the lock. */
const claimOf = (owner: typeof ELSEWHERE, token = "0123456789abcdef", content = "held\n") =>
  directory.write(`lock/${identityToText(owner)}-${token}`, content);

describe("acquireLock", () => {
  it("gives the lock to one at a time and leaves nothing behind", async () => {
    const first = await acquireLock(path);
    await expect(acquireLock(path)).rejects.toMatchObject({ name: "PersistError", code: "locked", path });
    await expect(acquireLock(path)).rejects.toThrow(`process ${process.pid} holds it. Stop that process`);
    await first.release();
    expect(await directory.list()).toEqual([]);
    await using second = await acquireLock(path);
    expect(second.path).toBe(path);
  });

  it("makes missing directories, and is independent of other locks", async () => {
    await using _one = await acquireLock(directory.join("a", "b", "lock"));
    await using _two = await acquireLock(directory.join("a", "b", "other"));
    expect(await directory.list()).toEqual(["a"]);
  });

  it("waits as long as it is told to", async () => {
    const first = await acquireLock(path);
    const second = acquireLock(path, { waitMs: 20_000 });
    await first.release();
    await (await second).release();
  });

  it("releases only what is its own, and only once", async () => {
    const first = await acquireLock(path);
    await first.release();
    await using _second = await acquireLock(path);
    await first.release();
    await expect(acquireLock(path)).rejects.toMatchObject({ code: "locked" });
  });

  it("takes over at once from a process that was killed, and names one that lives", async () => {
    await using child = startChild("hold-lock.ts", [path]);
    await child.spoke;
    await expect(acquireLock(path)).rejects.toThrow(`process ${child.process.pid} holds it`);
    child.process.kill("SIGKILL");
    await child.ended;
    await using _lock = await acquireLock(path);
  });

  it.runIf(process.platform === "linux")(
    "takes over from an earlier process that had the pid of a living one",
    async () => {
      await claimOf({ ...currentProcess(), started: "1" });
      await using _lock = await acquireLock(path);
    },
  );

  it("believes a holder in another container until it has been silent for long", async () => {
    const claim = await claimOf(ELSEWHERE);
    const silentFor = (ms: number) => utimes(claim, new Date(Date.now() - ms), new Date(Date.now() - ms));
    await silentFor(LOCK_SILENCE_MS - 10_000);
    await expect(acquireLock(path)).rejects.toThrow(
      /in another container or on another machine.* its last sign of life/,
    );
    await silentFor(LOCK_SILENCE_MS + 1_000);
    await using _lock = await acquireLock(path);
  });

  it("shows that it lives, until it is released", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const lock = await acquireLock(path);
    const [name] = await readdir(path);
    const claim = directory.join("lock", name!);
    expect(await readTextBounded(claim, { maxBytes: 10 })).toBe("held\n");
    const longAgo = new Date(Date.now() - LOCK_SILENCE_MS);
    await utimes(claim, longAgo, longAgo);
    vi.advanceTimersByTime(LOCK_HEARTBEAT_MS);
    await vi.waitFor(async () => expect((await stat(claim)).mtimeMs).toBeGreaterThan(longAgo.getTime() + 1_000));
    await lock.release();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("leaves files of other names alone", async () => {
    await directory.write("lock/notes.txt", "mine");
    const lock = await acquireLock(path);
    await lock.release();
    expect(await readTextBounded(directory.join("lock", "notes.txt"), { maxBytes: 10 })).toBe("mine");
  });

  it("says when the path cannot be a lock", async () => {
    await directory.write("file", "");
    await expect(acquireLock(directory.join("file"))).rejects.toMatchObject({ code: "not_a_directory" });
    await expect(acquireLock(directory.join("file", "lock"))).rejects.toMatchObject({ code: "not_a_directory" });
  });
});

describe("a claim that is not decided yet", () => {
  const [lowest, highest] = ["0000000000000000", "ffffffffffffffff"];
  const bothAreThere = () => vi.waitFor(async () => expect(await readdir(path)).toHaveLength(2));

  it("comes first when its token is lower", async () => {
    await claimOf(currentProcess(), lowest, "");
    await expect(acquireLock(path)).rejects.toMatchObject({ code: "locked" });
  });

  it("is waited for when its token is higher: it may have looked before we came", async () => {
    const claim = await claimOf(currentProcess(), highest, "");
    let isOurs = false;
    const acquiring = acquireLock(path).finally(() => (isOurs = true));
    await bothAreThere();
    expect(isOurs).toBe(false);
    await unlink(claim);
    await (await acquiring).release();
  });

  it("is given way to when it turns out to hold the lock", async () => {
    const claim = await claimOf(currentProcess(), highest, "");
    const outcome = acquireLock(path).then(
      () => "acquired",
      (error: unknown) => error,
    );
    await bothAreThere();
    await appendFile(claim, "held\n");
    expect(await outcome).toMatchObject({ code: "locked" });
    expect(await readdir(path)).toHaveLength(1);
  });
});

describe("many at once", () => {
  it("in one process never hold it together", async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        await using _lock = await acquireLock(path, { waitMs: 20_000 });
        most = Math.max(most, ++inside);
        await stat(path);
        inside -= 1;
      }),
    );
    expect(most).toBe(1);
    expect(await directory.list()).toEqual([]);
  });

  it("in one process without waiting: exactly one gets it", async () => {
    for (let round = 0; round < 10; round += 1) {
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(path)));
      const won = results.filter((result) => result.status === "fulfilled");
      expect(won).toHaveLength(1);
      await won[0]!.value.release();
    }
  });

  it("in several processes lose no count", async () => {
    const [processes, times] = [4, 25];
    const counter = await directory.write("counter", "0");
    // A dead claim for all of them to trip over.
    await mkdir(path);
    await claimOf({ ...currentProcess(), started: "1", pid: 4_194_303 });
    const ended = await Promise.all(
      Array.from({ length: processes }, () => runChild("count-under-lock.ts", [path, counter, times])),
    );
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, ""]));
    expect(await readTextBounded(counter, { maxBytes: 10 })).toBe(String(processes * times));
    expect(await directory.list()).toEqual(["counter"]);
  });
});
