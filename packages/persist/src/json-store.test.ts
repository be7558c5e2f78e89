import { appendFile, readFile, stat, writeFile } from "node:fs/promises";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  JSON_STORE_KEY_CHARACTERS_MAX,
  JSON_STORE_VALUE_BYTES_MAX,
  type JsonStore,
  type JsonStoreOptions,
  openJsonStore,
} from "./index.ts";
import { createTempDirectory, type TempDirectory } from "./testing.ts";

const Twin = v.object({ port: v.number(), name: v.optional(v.string()) });
type Twin = v.InferOutput<typeof Twin>;

let directory: TempDirectory;
let path: string;
beforeEach(async () => {
  directory = await createTempDirectory();
  path = directory.join("store");
});
afterEach(() => directory.remove());

const open = (options: Partial<JsonStoreOptions<Twin>> = {}) => openJsonStore({ path, schema: Twin, ...options });
const lines = async () => (await readFile(path, "utf8")).trimEnd().split("\n");

/** The file after these changes, with the store closed. */
async function made(change: (store: JsonStore<Twin>) => Promise<void>): Promise<void> {
  await using store = await open();
  await change(store);
}

describe("a store", () => {
  it("keeps what was set, in the order of the first set, over a reopening", async () => {
    await made(async (store) => {
      await store.set("stripe", { port: 1 });
      await store.set("slack", { port: 2, name: "Slack" });
      await store.set("gone", { port: 3 });
      await store.set("stripe", { port: 4 });
      await store.delete("gone");
      await store.delete("never there");
      expect([store.size, store.has("stripe"), store.has("gone")]).toEqual([2, true, false]);
    });
    await using store = await open();
    expect(store.entries()).toEqual([
      ["stripe", { port: 4 }],
      ["slack", { port: 2, name: "Slack" }],
    ]);
    expect(store.keys()).toEqual(["stripe", "slack"]);
    expect(store.values()).toEqual([{ port: 4 }, { port: 2, name: "Slack" }]);
    expect(store.get("gone")).toBeUndefined();
  });

  it("is a private file in a private directory, and nothing else once closed", async () => {
    path = directory.join("below", "store");
    await made((store) => store.set("a", { port: 1 }));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(directory.join("below"))).mode & 0o777).toBe(0o700);
    expect(await directory.list()).toEqual(["below"]);
  });

  it("takes keys that are special to JavaScript and JSON", async () => {
    const keys = ["", "__proto__", "constructor", "a\nb", "\u2028", "\ud800", '"', "🌍"];
    await made(async (store) => {
      for (const [index, key] of keys.entries()) await store.set(key, { port: index });
      await store.compact();
    });
    await using store = await open();
    expect(store.keys()).toEqual(keys);
  });

  it("writes changes made at the same time as one line", async () => {
    await made(async (store) => {
      await store.set("warm-up", { port: 0 });
      await Promise.all(Array.from({ length: 50 }, (_, port) => store.set(`k${port}`, { port })));
    });
    expect((await lines()).length).toBeLessThanOrEqual(4);
  });

  it("shows a change when it is on the disk, and not before", async () => {
    await using store = await open();
    const setting = store.set("a", { port: 1 });
    expect(store.get("a")).toBeUndefined();
    await setting;
    expect(await readFile(path, "utf8")).toContain('["set","a",{"port":1}]');
    expect(store.get("a")).toEqual({ port: 1 });
  });

  it("is out of reach of whoever has a value", async () => {
    await using store = await openJsonStore({ path, schema: v.object({ list: v.array(v.number()) }) });
    const given = { list: [1] };
    await store.set("a", given);
    given.list.push(2);
    expect(() => store.get("a")?.list.push(3)).toThrow(TypeError);
    expect(store.get("a")).toEqual({ list: [1] });
    await store.close();
    await using again = await openJsonStore({ path, schema: v.object({ list: v.array(v.number()) }) });
    expect(() => again.get("a")?.list.push(3)).toThrow(TypeError);
  });

  it("flushes and closes after every change that was made", async () => {
    const store = await open();
    void store.set("a", { port: 1 });
    await store.flush();
    expect(store.get("a")).toEqual({ port: 1 });
    const last = store.set("b", { port: 2 });
    await store.close();
    await last;
    await store.close();
    await expect(store.set("c", { port: 3 })).rejects.toMatchObject({ code: "closed" });
    await expect(store.compact()).rejects.toMatchObject({ code: "closed" });
    await using again = await open();
    expect(again.keys()).toEqual(["a", "b"]);
  });

  it("is open in one place at a time", async () => {
    await using store = await open();
    await expect(open()).rejects.toMatchObject({ code: "locked" });
    const waiting = open({ waitMs: 20_000 });
    await store.close();
    await (await waiting).close();
  });

  it("clears", async () => {
    await made(async (store) => {
      await store.set("a", { port: 1 });
      await store.clear();
      await store.set("b", { port: 2 });
    });
    await using store = await open();
    expect(store.keys()).toEqual(["b"]);
  });
});

describe("the schema", () => {
  const any = openJsonStore<unknown>;

  it("is checked when writing: nothing is changed by a value that does not fit", async () => {
    await using store = await open();
    const wrong = store.set("a", { port: "1" } as unknown as Twin);
    await expect(wrong).rejects.toMatchObject({ code: "schema_mismatch" });
    await expect(wrong).rejects.toThrow(/"a".*port: .*Expected number/);
    expect(store.size).toBe(0);
    expect(await lines()).toHaveLength(1);
  });

  it.each([
    ["NaN", { port: Number.NaN }],
    ["infinity", { port: Number.POSITIVE_INFINITY }],
  ])("refuses %s, which JSON does not bring back", async (_name, value) => {
    await using store = await openJsonStore({
      path,
      schema: v.object({ port: v.custom<number>((n) => typeof n === "number") }),
    });
    await expect(store.set("a", value)).rejects.toThrow(/after it went through JSON/);
  });

  it("is checked when reading, naming line and key", async () => {
    await using old = await any({ path, schema: v.unknown() });
    await old.set("fine", { port: 1 });
    await old.set("wrong", { port: "x" });
    await old.close();
    await expect(open()).rejects.toMatchObject({ code: "schema_mismatch" });
    await expect(open()).rejects.toThrow(/"wrong" .*\(line 3\).* port: /);
  });

  it("minds only values that are still live", async () => {
    const old = await any({ path, schema: v.unknown() });
    await old.set("a", "old shape");
    await old.set("b", "old shape");
    await old.set("a", { port: 1 });
    await old.delete("b");
    await old.close();
    await using store = await open();
    expect(store.entries()).toEqual([["a", { port: 1 }]]);
  });

  it("of another version is refused, and the file left as it is", async () => {
    await made((store) => store.set("a", { port: 1 }));
    const before = await readFile(path);
    await expect(open({ schemaVersion: 2 })).rejects.toMatchObject({ code: "schema_mismatch" });
    await expect(open({ schemaVersion: 2 })).rejects.toThrow(/has schema version 1, this program reads version 2/);
    expect(await readFile(path)).toEqual(before);
    await (await open()).close();
  });
});

describe("damage", () => {
  beforeEach(() =>
    made(async (store) => {
      for (const port of [1, 2, 3]) await store.set(`k${port}`, { port });
    }),
  );

  it.each([
    ["cut short", (last: string) => last.slice(0, 20)],
    ["one byte of it", () => "a"],
    ["blocks that were never written", (last: string) => `${last.slice(0, 10)}\0\0\0${last.slice(13)}\n`],
    ["whole but for its line break", (last: string) => last],
  ])("of an unfinished last line (%s) is cut off, and the next change takes its place", async (_name, tear) => {
    await appendFile(path, tear('deadbeef {"n":4,"ops":[["set","torn",{"port":4}]]}'));
    {
      await using store = await open();
      expect(store.keys()).toEqual(["k1", "k2", "k3"]);
      await store.set("k4", { port: 4 });
    }
    await using store = await open();
    expect(store.keys()).toEqual(["k1", "k2", "k3", "k4"]);
  });

  it.each<[string, number, (all: string[]) => string[]]>([
    ["a changed value", 3, (all) => all.with(2, all[2]!.replace("2}", "9}"))],
    ["a changed checksum", 2, (all) => all.with(1, `00000000${all[1]!.slice(8)}`)],
    ["a lost line", 3, (all) => all.toSpliced(2, 1)],
    ["a line twice", 4, (all) => all.toSpliced(2, 0, all[2]!)],
    ["lines in another order", 2, (all) => [all[0]!, all[2]!, all[1]!, all[3]!]],
    ["an empty line", 3, (all) => all.toSpliced(2, 0, "")],
    ["a cut in the middle", 2, (all) => all.with(1, all[1]!.slice(0, 12))],
    ["a changed last line that was confirmed", 4, (all) => all.with(3, all[3]!.replace("3}", "9}"))],
    ["zeros in the middle", 2, (all) => all.with(1, "\0".repeat(all[1]!.length))],
    ["another header", 1, (all) => all.with(0, all[1]!)],
    ["no header", 1, (all) => all.slice(1)],
    ["nothing at all", 1, () => []],
  ])("elsewhere (%s) is corrupt in line %i, and the file is left as it is", async (_name, line, damage) => {
    const damaged = damage(await lines())
      .map((text) => `${text}\n`)
      .join("");
    await writeFile(path, damaged);
    await expect(open()).rejects.toMatchObject({ code: "corrupt", path });
    await expect(open()).rejects.toThrow(`damaged in line ${line}: `);
    expect(await readFile(path, "utf8")).toBe(damaged);
    expect(await directory.list()).toEqual(["store"]);
  });

  it("of any single bit before the last line is never read as if nothing were wrong", async () => {
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf("\n", whole.length - 2) + 1;
    for (let bit = 0; bit < lastLine * 8; bit += 7) {
      const damaged = Buffer.from(whole);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      await writeFile(path, damaged);
      await expect(open(), `bit ${bit}`).rejects.toMatchObject({ code: "corrupt" });
    }
  });
});

describe("compaction", () => {
  it("keeps each live value once and nothing else", async () => {
    await using store = await open();
    for (let port = 0; port < 20; port += 1) await store.set(port % 2 ? "a" : "b", { port });
    await store.compact();
    expect(await lines()).toHaveLength(3);
    await store.set("c", { port: 1 });
    await store.close();
    await using again = await open();
    expect(again.entries()).toEqual([
      ["b", { port: 18 }],
      ["a", { port: 19 }],
      ["c", { port: 1 }],
    ]);
  });

  it("happens by itself, so that the file stays within a few times its live content", async () => {
    await using store = await open();
    const name = "x".repeat(10_000);
    let largest = 0;
    for (let port = 0; port < 200; port += 1) {
      await store.set(`k${port % 3}`, { port, name });
      largest = Math.max(largest, (await stat(path)).size);
    }
    expect(largest).toBeGreaterThan(64 * 1024);
    expect(largest).toBeLessThan(5 * 3 * 10_100);
  });
});

describe("limits", () => {
  it("refuses a value or a key that is too large", async () => {
    await using store = await open();
    const tooLarge = { port: 1, name: "x".repeat(JSON_STORE_VALUE_BYTES_MAX) };
    await expect(store.set("a", tooLarge)).rejects.toMatchObject({ code: "too_large" });
    const longKey = "k".repeat(JSON_STORE_KEY_CHARACTERS_MAX);
    await store.set(longKey, { port: 1 });
    await expect(store.set(`${longKey}k`, { port: 1 })).rejects.toMatchObject({ code: "too_large" });
    expect(store.keys()).toEqual([longKey]);
  });

  it("of the file makes it compact first, then refuse, and always lets go of something", async () => {
    const maxBytes = 5_000;
    const value = (port: number) => ({ port, name: "x".repeat(1_000) });
    {
      await using store = await open({ maxBytes });
      for (let port = 0; port < 20; port += 1) await store.set("same", value(port));
      for (let port = 0; port < 3; port += 1) await store.set(`k${port}`, value(port));
      const together = await Promise.allSettled([store.set("k9", value(9)), store.set("small", { port: 1 })]);
      expect(together.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
      await expect(store.set("k9", value(9))).rejects.toThrow(/grow beyond 5000 bytes. Delete something/);
      for (let times = 0; times < 100; times += 1) await store.delete("same");
      await store.set("k9", value(9));
    }
    expect((await stat(path)).size).toBeLessThanOrEqual(maxBytes + 64 * 1024);
    await using store = await open({ maxBytes });
    expect(store.keys()).toEqual(["k0", "k1", "k2", "small", "k9"]);
  });

  it("of the file leaves room to delete, however full it is", async () => {
    await using store = await open({ maxBytes: 5_000 });
    const longKey = "k".repeat(500);
    await store.set(longKey, { port: 0 });
    const fill = async () => {
      for (let port = 0; ; port += 1) await store.set(`k${port}`, { port });
    };
    await expect(fill()).rejects.toMatchObject({ code: "too_large" });
    await store.delete(longKey);
    await store.set("room", { port: 1 });
    expect(store.has(longKey)).toBe(false);
  });

  it("refuses changes faster than the disk, beyond what may wait", async () => {
    await using store = await open();
    const value = { port: 1, name: "x".repeat(3_000_000) };
    const results = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => store.set(`k${n}`, value)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected", "rejected"]);
    expect(results[2]).toMatchObject({ reason: { code: "overloaded" } });
    await store.set("later", value);
  });
});
