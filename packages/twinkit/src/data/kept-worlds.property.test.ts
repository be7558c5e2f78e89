import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { START } from "../testing/client.ts";
import { copyOfData, type KeptProbe, keptProbe, worldFiles } from "../testing/kept-probe.ts";

const WORLDS = ["default", "second"] as const;
type Step = { readonly world: string } & (
  | { readonly do: "create"; readonly account: string; readonly text: string; readonly key: string | null }
  | { readonly do: "create many"; readonly count: number }
  | { readonly do: "publish later" | "advance"; readonly ms: number }
  | { readonly do: "delete" | "rewrite"; readonly index: number }
  | { readonly do: "subscribe" | "ping" | "reset" | "drop" | "import" | "flush" | "crash" }
  | { readonly do: "take" | "restore" | "forget"; readonly name: string }
);

const world = fc.constantFrom(...WORLDS);
const name = fc.constantFrom("a", "b", "c");
const one = <const Name extends string>(...names: Name[]) => fc.record({ world, do: fc.constantFrom(...names) });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      world,
      do: fc.constant("create" as const),
      account: fc.constantFrom("", "acct_1", "acct_2"),
      text: fc.string({ minLength: 1, maxLength: 4, unit: "grapheme" }),
      key: fc.option(fc.constantFrom("k1", "k2", "k3")),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ world, do: fc.constant("create many" as const), count: fc.integer({ min: 5, max: 30 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      world,
      do: fc.constantFrom("publish later" as const, "advance" as const),
      ms: fc.integer({ min: 1, max: 9_999 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ world, do: fc.constantFrom("delete" as const, "rewrite" as const), index: fc.nat(9) }),
  },
  { weight: 4, arbitrary: one("subscribe", "ping", "reset", "drop", "import") },
  {
    weight: 5,
    arbitrary: fc.record({ world, do: fc.constantFrom("take" as const, "restore" as const, "forget" as const), name }),
  },
  { weight: 9, arbitrary: one("flush", "flush", "crash") },
);

async function run(step: Step, { call, data }: KeptProbe): Promise<void> {
  const to = { "wt-world": step.world };
  switch (step.do) {
    case "create": {
      const headers = { ...to, "probe-account": step.account };
      await call(
        "POST",
        "/notes",
        { text: step.text },
        step.key === null ? headers : { ...headers, "idempotency-key": step.key },
      );
      return;
    }
    case "create many":
      for (let at = 0; at < step.count; at += 1) await call("POST", "/notes", { text: `${at}` }, to);
      return;
    case "publish later":
      await call("POST", "/notes", { text: "later", publish_after_ms: step.ms }, to);
      return;
    case "advance":
      await call("POST", "/admin/time/advance", { duration: `${step.ms}ms` }, to);
      return;
    case "delete":
    case "rewrite": {
      const notes = (await call("GET", "/notes?limit=50", undefined, to)).json["notes"] as unknown as { id: string }[];
      const note = notes[step.index];
      if (note === undefined) return;
      if (step.do === "delete") await call("DELETE", `/notes/${note.id}`, undefined, to);
      else await call("PUT", `/notes/${note.id}/text`, "new", to);
      return;
    }
    case "subscribe":
    case "ping":
      // Nothing listens there: deliveries fail, wait and are attempted again as the clock moves.
      await call("POST", step.do === "ping" ? "/pings" : "/hooks", { url: "http://127.0.0.1:1/hook" }, to);
      return;
    case "reset":
      await call("POST", "/admin/reset", undefined, to);
      return;
    case "drop":
      await call("DELETE", `/admin/worlds/${step.world}`);
      return;
    case "import": {
      const from = WORLDS.find((each) => each !== step.world) ?? "default";
      await call("POST", "/admin/state", (await call("GET", "/admin/state", undefined, { "wt-world": from })).json, to);
      return;
    }
    case "take":
      await call("POST", "/admin/snapshots", { name: step.name }, to);
      return;
    case "restore":
      await call("POST", `/admin/snapshots/${step.name}/restore`, undefined, to);
      return;
    case "forget":
      await call("DELETE", `/admin/snapshots/${step.name}`, undefined, to);
      return;
    case "flush":
      await data.rest();
      return;
    case "crash":
  }
}

/** A world with the list of its snapshots; null where there is no such world. */
async function whole({ call, twin }: KeptProbe, name: string): Promise<string | null> {
  await twin.settle();
  const to = { "wt-world": name };
  const { worlds } = (await call("GET", "/admin/worlds")).json as unknown as { worlds: { name: string }[] };
  if (!worlds.some((each) => each.name === name)) return null;
  const { json: state } = await call("GET", "/admin/state", undefined, to);
  const { json: snapshots } = await call("GET", "/admin/snapshots", undefined, to);
  return comparable({ state, snapshots });
}

/** What each snapshot keeps; the world ends as the last one. */
async function contents({ call, twin }: KeptProbe, name: string): Promise<Map<string, string>> {
  const to = { "wt-world": name };
  const { snapshots = [] } = (await call("GET", "/admin/snapshots", undefined, to)).json as unknown as {
    snapshots?: { name: string }[];
  };
  const found = new Map<string, string>();
  for (const { name: snapshot } of snapshots) {
    await call("POST", `/admin/snapshots/${snapshot}/restore`, undefined, to);
    await twin.settle();
    found.set(snapshot, comparable({ ...(await call("GET", "/admin/state", undefined, to)).json, clock: null }));
  }
  return found;
}

/** How long attempts took is the machine's; the order of fields is nobody's. */
function comparable(state: unknown): string {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify(state, sorted).replace(/"duration_ms":[\d.]+/g, '"duration_ms":0');
}

/** What one world was, and is allowed to be after a kill. */
class History {
  /** Since the last flush, with it. */
  recent: (string | null)[] = [];
  readonly all: (string | null)[] = [];
  /** What the snapshots keep. */
  contents = new Map<string, string>();
  /** What they kept when the last flush was written. */
  written = new Map<string, string>();

  note(now: string | null, isFlushed: boolean): void {
    this.all.push(now);
    this.recent = isFlushed ? [now] : [...this.recent, now];
    if (isFlushed) this.written = new Map(this.contents);
  }

  goBack(): void {
    this.contents = new Map(this.written);
  }

  async follow(step: Step, { call }: KeptProbe, exists: boolean): Promise<void> {
    if (step.do === "forget") this.contents.delete(step.name);
    if (!exists) this.contents.clear();
    if (step.do !== "take") return;
    const { json } = await call("GET", "/admin/state", undefined, { "wt-world": step.world });
    this.contents.set(step.name, comparable({ ...json, clock: null }));
  }
}

/** The journal of a world that is written to at present, or undefined. */
async function lastJournal(directory: string, pick: number): Promise<string | undefined> {
  const journals = (await worldFiles(directory)).filter((file) => file.endsWith(".journal"));
  const last = new Map(journals.map((file) => [file.slice(0, 6), file]));
  const file = [...last.values()][pick % Math.max(1, last.size)];
  return file === undefined ? undefined : join("cut", "worlds", file);
}

const tuning = { flushIntervalMs: 3_600_000, compactBytesMin: 300 };

async function check(
  mode: "frozen" | "flowing",
  steps: readonly Step[],
  cut: { pick: number; at: number },
): Promise<void> {
  await using directory = await createTempDirectory();
  let wallMs = START;
  const start = mode === "frozen" ? { mode, atMs: START } : { mode, offsetMs: 0 };
  const options = { tuning, clock: { wallMs: () => wallMs, start } };
  const histories = new Map(WORLDS.map((each) => [each as string, new History()]));
  let life = 0;
  let subject = await keptProbe(directory.join("0"), options);
  const note = async (isFlushed: boolean): Promise<void> => {
    for (const [each, history] of histories) history.note(await whole(subject, each), isFlushed);
  };
  const restart = async (): Promise<void> => {
    const left = await copyOfData(directory, directory.join(String(life)), String(life + 1));
    life += 1;
    await subject[Symbol.asyncDispose]();
    subject = await keptProbe(left, options);
    for (const [each, history] of histories) {
      expect(history.recent).toContain(await whole(subject, each));
      history.goBack();
    }
    await note(true);
  };
  try {
    await note(true);
    for (const step of steps) {
      await run(step, subject);
      await subject.twin.settle();
      const now = await whole(subject, step.world);
      await histories.get(step.world)?.follow(step, subject, now !== null);
      if (step.do === "crash") await restart();
      else await note(step.do === "flush");
    }
    await subject.data.rest();
    await note(true);
    await restart();
    // Later, so that clocks that flow have moved on.
    wallMs += 3_600_000;
    const last = directory.join(String(life));
    const later = await keptProbe(await copyOfData(directory, last, "later"), options);
    await using _ = later;
    for (const [each, history] of histories) expect(await contents(later, each)).toEqual(history.written);
    wallMs -= 3_600_000;
    const cutOff = await copyOfData(directory, last, "cut");
    const journal = await lastJournal(cutOff, cut.pick);
    if (journal !== undefined) {
      const bytes = await readFile(directory.join(journal));
      await directory.write(journal, bytes.subarray(0, cut.at % (bytes.length + 1)));
    }
    const earlier = await keptProbe(cutOff, options);
    await using __ = earlier;
    for (const [each, history] of histories) expect(history.all).toContain(await whole(earlier, each));
  } finally {
    await subject[Symbol.asyncDispose]();
  }
}

describe("worlds that are kept", () => {
  it.each(["frozen", "flowing"] as const)(
    "are after a kill what they were between two operations, not older than the last flush (%s clocks)",
    async (mode) => {
      const steps = fc.array(step, { minLength: 5, maxLength: 40 });
      const cut = fc.record({ pick: fc.nat(), at: fc.nat() });
      await fc.assert(
        fc.asyncProperty(steps, cut, (steps, cut) => check(mode, steps, cut)),
        { numRuns: 30 },
      );
    },
    120_000,
  );
});
