// oxlint-disable-next-line house/no-file-writes -- no store takes its own directory away
import { readFile, rmdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { ensureDirectory, removeFile } from "@twinkit-pro/persist";
import { createTempDirectory, type TempDirectory } from "@twinkit-pro/persist/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTwin, RUNTIME } from "../server/twin.ts";
import type { LogRecord } from "../server/log.ts";
import { START } from "../testing/client.ts";
import { copyOfData, type KeptProbe, keptProbe, worldFiles } from "../testing/kept-probe.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { openTwin } from "./open-twin.ts";
import { sealLine } from "./sealed-line.ts";

let directory: TempDirectory;

beforeEach(async () => {
  directory = await createTempDirectory();
});
afterEach(() => directory.remove());

const tuning = { compactBytesMin: 1_000 };
const create = ({ call }: KeptProbe, text: string, to = {}) => call("POST", "/notes", { text }, to);

async function texts({ call }: KeptProbe, to = {}): Promise<string[]> {
  const { json } = await call("GET", "/notes?limit=1000", undefined, to);
  return (json["notes"] as unknown as { text: string }[]).map(({ text }) => text).toReversed();
}

async function health({ call }: KeptProbe): Promise<Record<string, unknown>> {
  return (await call("GET", "/admin/health")).json["data"] as unknown as Record<string, unknown>;
}

/** Runs a life of a twin and kills it after everything was written. */
async function life(use: (subject: KeptProbe) => Promise<void>, options = {}): Promise<void> {
  await using subject = await keptProbe(directory.path, options);
  await use(subject);
}

describe("a directory of kept worlds", () => {
  it("is written behind by itself, and only while something changes", async () => {
    await using subject = await keptProbe(directory.path);
    expect(await health(subject)).toEqual({ status: "ok", flushed_at: null, pending: 0 });
    await create(subject, "first");
    expect(await health(subject)).toMatchObject({ pending: 1 });
    await expect.poll(() => health(subject)).toEqual({ status: "ok", flushed_at: expect.any(String), pending: 0 });
    const copy = await copyOfData(directory, directory.path, "copy");
    await using left = await keptProbe(copy);
    expect(await texts(left)).toEqual(["first"]);
  });

  it("holds what was written by the time the twin has closed, readable by its owner alone", async () => {
    await life(async (subject) => void (await create(subject, "secret")));
    const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    expect(await modeOf(directory.join("worlds"))).toBe(0o700);
    for (const file of await worldFiles(directory.path))
      expect(await modeOf(directory.join("worlds", file))).toBe(0o600);
    await life(async (subject) => expect(await texts(subject)).toEqual(["secret"]));
  });

  it("belongs to one process at a time", async () => {
    await using _ = await keptProbe(directory.path);
    await expect(keptProbe(directory.path)).rejects.toMatchObject({
      code: "data_locked",
      message: expect.stringContaining(String(process.pid)),
    });
  });

  it("is opened by openTwin, and without one openTwin is createTwin", async () => {
    const twin = await openTwin(probeTwin, { dataDirectory: directory.path });
    await expect(openTwin(probeTwin, { dataDirectory: directory.path })).rejects.toMatchObject({ code: "data_locked" });
    await twin.close();
    const plain = await openTwin(probeTwin);
    const answer = await plain.fetch(new Request("http://localhost/admin/health"));
    expect(await answer.json()).not.toHaveProperty("data");
    await plain.close();
  });

  it("stays small: a base replaces a journal that has outgrown it", async () => {
    await life(
      async (subject) => {
        await create(subject, "kept");
        for (let round = 0; round < 50; round += 1) {
          const { json } = await create(subject, "x".repeat(200));
          await subject.call("DELETE", `/notes/${String(json["id"])}`);
          await subject.data.rest();
        }
        await subject.data.rest();
      },
      { tuning },
    );
    const files = await worldFiles(directory.path);
    expect(files.filter((file) => file.startsWith("000002."))).toHaveLength(2);
    let bytes = 0;
    for (const file of files) bytes += (await stat(directory.join("worlds", file))).size;
    expect(bytes).toBeLessThan(8_000);
    await life(async (subject) => expect(await texts(subject)).toEqual(["kept"]));
  });

  it("loads right wherever the writing of a base was cut short", async () => {
    const [before, after] = [directory.join("before"), directory.join("after")];
    await life(
      async (subject) => {
        await create(subject, "one".repeat(100));
        await create(subject, "two".repeat(100));
        await subject.data.rest();
        await create(subject, "three".repeat(100));
        await subject.call("POST", "/admin/snapshots", { name: "kept" });
        await subject.data.flush();
        await copyOfData(directory, directory.path, "before");
        await subject.data.rest();
        await create(subject, "four");
        await subject.data.rest();
        await copyOfData(directory, directory.path, "after");
      },
      { tuning: { compactBytesMin: 1_000, flushIntervalMs: 3_600_000 } },
    );
    const oldFiles = (await worldFiles(before)).filter((file) => file.startsWith("000002."));
    const newFiles = (await worldFiles(after)).filter((file) => file.startsWith("000002."));
    expect(oldFiles).toContain("000002.1.journal");
    expect(newFiles).toEqual(["000002.2.base", "000002.2.journal"]);
    const stages: Record<string, [readonly string[], readonly string[]]> = {
      "the new journal is there, the base is not": [["000002.1.journal"], ["000002.2.journal"]],
      "the base is there, the old journal is not gone": [["000002.1.journal"], ["000002.2.base", "000002.2.journal"]],
    };
    for (const [stage, [fromOld, fromNew]] of Object.entries(stages)) {
      const copy = async (from: string, file: string): Promise<void> => {
        await directory.write(join(stage, "worlds", file), await readFile(join(from, "worlds", file)));
      };
      for (const file of fromOld) await copy(before, file);
      for (const file of fromNew) await copy(after, file);
      await using subject = await keptProbe(directory.join(stage));
      expect(
        (await texts(subject)).map((text) => text.slice(0, 3)),
        stage,
      ).toEqual(["one", "two", "thr", "fou"]);
      await subject.call("POST", "/admin/snapshots/kept/restore");
      expect(await texts(subject), stage).toHaveLength(3);
    }
    await removeFile(join(after, "worlds", "000002.2.journal"));
    await using subject = await keptProbe(after);
    expect(await texts(subject)).toHaveLength(3);
  });

  it("forgets a dropped world, and finishes a dropping that was cut short", async () => {
    const to = { "wt-world": "gone" };
    await life(async (subject) => {
      await create(subject, "stays", { "wt-world": "stays" });
      await create(subject, "goes", to);
      await subject.data.rest();
      await subject.call("DELETE", "/admin/worlds/gone");
      await subject.data.rest();
      await create(subject, "again", to);
    });
    await directory.write("worlds/000002.dropped", "");
    await life(async (subject) => {
      expect(await texts(subject, to)).toEqual(["again"]);
      expect(await texts(subject, { "wt-world": "stays" })).toEqual([]);
    });
    expect((await worldFiles(directory.path)).some((file) => /^00000[23]\./.test(file))).toBe(false);
  });
});

describe("time and waiting work", () => {
  const start = { mode: "flowing", offsetMs: 0 } as const;

  it("flowing clocks have gone on, frozen ones stand, and what fell due meanwhile runs", async () => {
    let wallMs = START;
    const clock = { wallMs: () => wallMs, start };
    const frozen = { "wt-world": "frozen" };
    const timeOf = async ({ call }: KeptProbe, to = {}): Promise<number> =>
      Date.parse((await call("GET", "/admin/time", undefined, to)).json["time"] as unknown as string);
    let stood = 0;
    await life(
      async (subject) => {
        await subject.call("POST", "/notes", { text: "later", publish_after_ms: 60_000 });
        await subject.call("POST", "/admin/time/advance", { duration: "1h" });
        await subject.call("POST", "/notes", { text: "much later", publish_after_ms: 60_000 });
        await create(subject, "stands", frozen);
        await subject.call("POST", "/admin/time/freeze", undefined, frozen);
        stood = await timeOf(subject, frozen);
      },
      { clock },
    );
    wallMs += 120_000;
    await life(
      async (subject) => {
        await subject.twin.settle();
        expect(await timeOf(subject)).toBe(START + 3_600_000 + 120_000);
        expect(await timeOf(subject, frozen)).toBe(stood);
        const { json } = await subject.call("GET", "/notes");
        const notes = json["notes"] as unknown as { status: string }[];
        expect(notes.map(({ status }) => status)).toEqual(["published", "published"]);
      },
      { clock },
    );
  });

  it("new worlds begin where the fleet's clock stood, once it was moved", async () => {
    const modeOf = async ({ call }: KeptProbe, world: string): Promise<unknown> =>
      (await call("GET", "/admin/time", undefined, { "wt-world": world })).json["mode"];
    const make = (subject: KeptProbe, name: string) => subject.call("POST", "/admin/worlds", { name });
    await life(async (subject) => void (await make(subject, "first")), { clock: { start } });
    await life(
      async (subject) => {
        await make(subject, "second");
        expect(await modeOf(subject, "second")).toBe("frozen");
        // As the fleet's control does before it moves the clocks of all worlds.
        subject.twin[RUNTIME].clock.resume({ mode: "frozen", atMs: Date.parse("2030-01-01T00:00:00Z") });
      },
      { clock: { start: { mode: "frozen", atMs: START } } },
    );
    await life(
      async (subject) => {
        await make(subject, "third");
        const { json } = await subject.call("GET", "/admin/time", undefined, { "wt-world": "third" });
        expect(json).toMatchObject({ mode: "frozen", time: "2030-01-01T00:00:00.000Z" });
      },
      { clock: { start } },
    );
    await directory.write("clock.json", "{}");
    await expect(keptProbe(directory.path)).rejects.toMatchObject({ code: "data_damaged" });
  });

  it("closing leaves what waits for the next life, also what a shutdown would otherwise finish", async () => {
    await life(async (subject) => {
      await subject.call("POST", "/notes", { text: "later", publish_after_ms: 60_000 });
    });
    await life(async (subject) => {
      const waiting = (await subject.call("GET", "/admin/time")).json["waiting"] as unknown;
      expect(waiting).toBe(1);
      await subject.call("POST", "/admin/time/advance", { duration: "60s" });
      const { json } = await subject.call("GET", "/notes");
      expect(json["notes"]).toMatchObject([{ status: "published" }]);
    });
  });

  it("an answer to an idempotency key is repeated in the next life", async () => {
    const key = { "idempotency-key": "k1" };
    let id: unknown;
    await life(async (subject) => {
      id = (await subject.call("POST", "/notes", { text: "once" }, key)).json["id"];
    });
    await life(async (subject) => {
      const again = await subject.call("POST", "/notes", { text: "once" }, key);
      expect(again.json["id"]).toBe(id);
      expect(again.headers.get("idempotent-replayed")).toBe("true");
      expect(await texts(subject)).toEqual(["once"]);
    });
  });
});

describe("damage", () => {
  const JOURNAL = "worlds/000002.1.journal";
  const journal = () => directory.join(JOURNAL);

  beforeEach(() =>
    life(async (subject) => {
      for (const text of ["one", "two", "three"]) {
        await create(subject, text);
        await subject.data.rest();
      }
    }),
  );

  it("in the middle of a journal is refused with file, line, byte and what to do; cutting there helps", async () => {
    const bytes = await readFile(journal());
    const lines = bytes.toString().split("\n");
    const offset = lines.slice(0, 2).join("\n").length + 1;
    bytes[offset + 40] = (bytes[offset + 40] ?? 0) ^ 1;
    await directory.write(JOURNAL, bytes);
    const refused = keptProbe(directory.path);
    await expect(refused).rejects.toMatchObject({ code: "data_damaged", path: journal() });
    await expect(refused).rejects.toThrow(`in line 3, at byte ${offset}`);
    await expect(refused).rejects.toThrow(`truncate -s ${offset}`);
    expect(await readFile(journal())).toEqual(bytes);
    await directory.write(JOURNAL, bytes.subarray(0, offset));
    await life(async (subject) => expect(await texts(subject)).toEqual(["one"]));
  });

  it("a line that is missing is refused", async () => {
    const lines = (await readFile(journal(), "utf8")).split("\n");
    await directory.write(JOURNAL, lines.toSpliced(2, 1).join("\n"));
    await expect(keptProbe(directory.path)).rejects.toThrow(/line 3.*number 3, expected was 2/);
  });

  it("a base that is cut short or gone is refused", async () => {
    await life(
      async (subject) => {
        await create(subject, "x".repeat(2_000));
        await subject.data.rest();
        await create(subject, "more");
        await subject.data.rest();
      },
      { tuning },
    );
    const base = directory.join(
      "worlds",
      (await worldFiles(directory.path)).find((file) => file.endsWith(".base")) ?? "",
    );
    const bytes = await readFile(base);
    await directory.write(relative(directory.path, base), bytes.subarray(0, -10));
    await expect(keptProbe(directory.path)).rejects.toMatchObject({ code: "data_damaged", path: base });
    await removeFile(base);
    await expect(keptProbe(directory.path)).rejects.toMatchObject({
      code: "data_damaged",
      message: expect.stringContaining("missing"),
    });
  });

  it.each([
    ["a line cut short", Buffer.from('1234abcd {"n":4,"p":0,"cha')],
    ["blocks that never reached the disk", Buffer.alloc(700)],
    ["a flush without its end", Buffer.from(`${sealLine('{"n":4,"p":0,"changes":[]}')}\n`)],
  ])("%s at the end is a torn flush: it is passed over, told, and written over", async (_, tail) => {
    await directory.write(JOURNAL, Buffer.concat([await readFile(journal()), tail]));
    const told: LogRecord[] = [];
    await life(
      async (subject) => {
        expect(await texts(subject)).toEqual(["one", "two", "three"]);
        await create(subject, "four");
      },
      { log: (record: LogRecord) => told.push(record) },
    );
    expect(told).toMatchObject([{ level: "warn", bytes: tail.length, world: expect.any(String) }]);
    await life(async (subject) => expect(await texts(subject)).toEqual(["one", "two", "three", "four"]));
  });

  it("a newer format is refused, and so is what belongs to another twin", async () => {
    const other = { ...probeTwin, name: "other" } as unknown as typeof probeTwin;
    await expect(openTwin(other, { dataDirectory: directory.path })).rejects.toMatchObject({
      code: "data_misfit",
      message: expect.stringContaining("it belongs to twin-probe, not to twin-other"),
    });
    const header = sealLine('{"format":"wt-data","version":2,"shape":"unknown"}');
    const [, ...rest] = (await readFile(journal(), "utf8")).split("\n");
    await directory.write(JOURNAL, [header, ...rest].join("\n"));
    await expect(keptProbe(directory.path)).rejects.toMatchObject({
      code: "data_newer",
      message: expect.stringContaining("version 2"),
    });
  });

  it("a collection that the twin does not have is refused", async () => {
    const { notes: _, ...state } = probeTwin.state;
    const smaller = { ...probeTwin, state } as unknown as typeof probeTwin;
    await expect(openTwin(smaller, { dataDirectory: directory.path })).rejects.toMatchObject({
      code: "data_misfit",
      message: expect.stringContaining('"notes"'),
    });
  });

  it("work that waits for an action which the twin does not have is refused", async () => {
    await life(async (subject) => {
      await subject.call("POST", "/notes", { text: "later", publish_after_ms: 60_000 });
    });
    const resources = probeTwin.resources.map((resource) => ({ ...resource, actions: [] }));
    const idle = { ...probeTwin, resources } as unknown as typeof probeTwin;
    await expect(openTwin(idle, { dataDirectory: directory.path })).rejects.toMatchObject({
      code: "data_misfit",
      message: expect.stringContaining("note.publish"),
    });
  });

  it("more worlds than the twin may host are refused", async () => {
    await expect(openTwin(probeTwin, { dataDirectory: directory.path, worldsMax: 1 })).rejects.toMatchObject({
      code: "worlds_full",
    });
  });
});

describe("a disk that refuses", () => {
  it("stops no request, is told once and by health, and gets everything when it takes changes again", async () => {
    const told: LogRecord[] = [];
    await using subject = await keptProbe(directory.path, { log: (record) => told.push(record) });
    const worlds = directory.join("worlds");
    await rmdir(worlds);
    await directory.write("worlds", "a file where the directory should be");
    for (const text of ["one", "two"]) {
      expect((await create(subject, text)).status).toBe(201);
      await subject.data.flush();
    }
    expect(await health(subject)).toMatchObject({ status: "failing", message: expect.stringContaining(worlds) });
    expect(told.filter(({ level }) => level === "error")).toHaveLength(1);
    await removeFile(worlds);
    await ensureDirectory(worlds);
    await subject.data.flush();
    await expect.poll(() => health(subject)).toMatchObject({ status: "ok", pending: 0 });
    await using left = await keptProbe(await copyOfData(directory, directory.path, "copy"));
    expect(await texts(left)).toEqual(["one", "two"]);
  });
});

it("a twin that keeps nothing has no data directory", async () => {
  const twin = createTwin(probeTwin);
  expect(await (await twin.fetch(new Request("http://localhost/admin/health"))).json()).not.toHaveProperty("data");
  await twin.close();
});
