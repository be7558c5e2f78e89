import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { replaceFile } from "../src/atomic-write-file.ts";
import { openStoreOn } from "../src/journaled-store.ts";
import { PersistError } from "../src/persist-error.ts";
import { type Pick, PowerCutDisk } from "./power-cut-disk.ts";

const PATH = "/data/file";

/** Choices of what the power cut leaves, as many as asked for. */
const picks: fc.Arbitrary<Pick> = fc.array(fc.nat(1_000_000), { minLength: 24, maxLength: 24 }).map((numbers) => {
  let at = 0;
  return (n) => (numbers[at++ % numbers.length] ?? 0) % n;
});

describe("atomicWriteFile, when the power fails", () => {
  const contents = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));

  it("leaves the old content or the new, and the new once it has resolved", async () => {
    const writes = fc.array(contents, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(writes, fc.nat(40), picks, fc.boolean(), async (versions, operations, pick, hasOld) => {
        const disk = new PowerCutDisk();
        if (hasOld) await replaceFile(disk, PATH, "old");
        disk.operationsLeft = operations;
        let confirmed: Buffer | undefined = hasOld ? Buffer.from("old") : undefined;
        let attempted = confirmed;
        for (const version of versions) {
          attempted = version;
          try {
            await replaceFile(disk, PATH, version);
          } catch {
            break;
          }
          confirmed = version;
        }
        const left = disk.survivor(pick).read(PATH);
        const allowed = [confirmed, attempted];
        expect(allowed.some((content) => content === left || (content && left && content.equals(left)))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it("never replaces a file made first by another, and never leaves half of its own", async () => {
    await fc.assert(
      fc.asyncProperty(contents, fc.nat(12), picks, async (content, operations, pick) => {
        const disk = new PowerCutDisk();
        disk.operationsLeft = operations;
        const isConfirmed = await replaceFile(disk, PATH, content, { overwrite: false }).then(
          () => true,
          () => false,
        );
        const left = disk.survivor(pick).read(PATH);
        if (isConfirmed || left) expect(left).toEqual(content);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("the store, when the power fails", () => {
  type Change = ["set", string, number] | ["delete", string] | ["clear"] | ["compact"];
  const key = fc.constantFrom("a", "b", "c");
  const change: fc.Arbitrary<Change> = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.constant("set" as const), key, fc.nat(99)) },
    { weight: 2, arbitrary: fc.tuple(fc.constant("delete" as const), key) },
    { weight: 1, arbitrary: fc.constant<Change>(["clear"]) },
    { weight: 2, arbitrary: fc.constant<Change>(["compact"]) },
  );
  /** Changes of one group are made at the same time. */
  const life = fc.record({
    groups: fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
    operations: fc.nat(60),
    pick: picks,
    /** A killed process leaves everything it wrote, safe or not. */
    end: fc.constantFrom("power cut", "kill"),
  });

  const open = (disk: PowerCutDisk) =>
    openStoreOn(
      {
        fs: disk,
        path: PATH,
        schema: v.number(),
        schemaVersion: 1,
        maxBytes: 1_000_000,
        release: async () => undefined,
      },
      disk.read(PATH),
    );
  type Store = Awaited<ReturnType<typeof open>>;

  function make(store: Store, [kind, name = "", value = 0]: Change): Promise<void> {
    if (kind === "set") return store.set(name, value);
    if (kind === "delete") return store.delete(name);
    return kind === "clear" ? store.clear() : store.compact();
  }

  function imitate(model: Map<string, number>, [kind, name = "", value = 0]: Change): void {
    if (kind === "set") model.set(name, value);
    if (kind === "delete") model.delete(name);
    if (kind === "clear") model.clear();
  }

  /** Lives until the power fails or everything is done; returns each state that may be found afterwards. */
  async function live(
    disk: PowerCutDisk,
    groups: Change[][],
    before: [string, number][],
  ): Promise<[string, number][][]> {
    const model = new Map(before);
    let possible = [before];
    try {
      const store = await open(disk);
      expect(store.entries()).toEqual(before);
      for (const group of groups) {
        for (const each of group) {
          imitate(model, each);
          possible.push([...model]);
        }
        await Promise.all(group.map((each) => make(store, each)));
        possible = [[...model]];
        expect(store.entries()).toEqual([...model]);
      }
      await store.close();
    } catch (error) {
      if (!(error instanceof PersistError)) throw error;
      expect(error.message).toContain("EPOWERCUT");
    }
    return possible;
  }

  it("keeps every confirmed change, and of the others a prefix, through several lives, killed or cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), async (lives) => {
        let disk = new PowerCutDisk();
        let state: [string, number][] = [];
        for (const { groups, operations, pick, end } of lives) {
          disk.operationsLeft = operations;
          const possible = await live(disk, groups, state);
          disk.operationsLeft = Math.min(disk.operationsLeft, 0);
          disk = end === "power cut" ? disk.survivor(pick) : disk.afterKill();
          const found = (await open(disk)).entries();
          expect(possible).toContainEqual(found);
          state = found;
          // Once it was shown, it stays.
          expect((await open(disk.survivor(pick))).entries()).toEqual(found);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  const changes = fc.array(change, { maxLength: 12 });

  it("keeps exactly the confirmed changes when the disk is full for one write", async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(12), async (sequence, writes) => {
        const disk = new PowerCutDisk();
        const store = await open(disk);
        const model = new Map<string, number>();
        disk.writesLeft = writes;
        for (const each of sequence) {
          const error = await failureOf(make(store, each));
          if (error === undefined) imitate(model, each);
          else expect(error).toMatchObject({ name: "PersistError", code: "disk_full" });
          expect(store.entries()).toEqual([...model]);
        }
        await store.close();
        expect((await open(disk)).entries()).toEqual([...model]);
        expect(disk.list()).toEqual([PATH]);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps every confirmed change when any one operation fails", async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(60), picks, async (sequence, operations, pick) => {
        const disk = new PowerCutDisk();
        const store = await open(disk);
        const model = new Map<string, number>();
        /** What failed may be there or not, until something that came later was confirmed. */
        let doubtful: Map<string, number> | undefined;
        disk.operationsLeft = operations;
        disk.failOnce = "EIO";
        for (const each of sequence) {
          const error = await failureOf(make(store, each));
          if (error === undefined) {
            imitate(model, each);
            doubtful = undefined;
          } else {
            expect(error).toMatchObject({ name: "PersistError", code: "io_error" });
            if (!doubtful) imitate((doubtful = new Map(model)), each);
          }
          expect(store.entries()).toEqual([...model]);
        }
        disk.operationsLeft = Number.POSITIVE_INFINITY;
        const found = (await open(disk.survivor(pick))).entries();
        expect([[...model], [...(doubtful ?? model)]]).toContainEqual(found);
      }),
      { numRuns: 1_000 },
    );
  });
});

function failureOf(promise: Promise<void>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
