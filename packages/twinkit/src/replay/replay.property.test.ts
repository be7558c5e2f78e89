import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type Call, probe } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { formatReplayReport } from "./format-report.ts";
import { replayBundle } from "./replay-bundle.ts";

/** One thing a client does; `pick` chooses among the notes there are. */
interface Step {
  readonly kind: "create" | "later" | "get" | "list" | "delete" | "upload" | "bad" | "nowhere" | "advance" | "reset";
  readonly pick: number;
  readonly text: string;
  readonly world: string;
}

const step = fc.record<Step>({
  kind: fc.constantFrom(
    "create",
    "create",
    "later",
    "get",
    "list",
    "delete",
    "upload",
    "bad",
    "nowhere",
    "advance",
    "reset",
  ),
  pick: fc.nat(),
  text: fc.string({ minLength: 1, unit: "grapheme" }),
  world: fc.constantFrom("one", "two"),
});

async function perform(call: Call, { kind, pick, text, world }: Step, ids: Map<string, string[]>): Promise<void> {
  const at = { "wt-world": world };
  const known = ids.get(world) ?? [];
  const id = known[pick % Math.max(1, known.length)] ?? "note_00000000";
  const create = async (body: object): Promise<void> => {
    const made = await call("POST", "/notes", body, at);
    ids.set(world, [...known, String(made.json["id"])]);
  };
  if (kind === "create") return create({ text: `${text} ${id}` });
  if (kind === "later") return create({ text, publish_after_ms: pick % 100_000 });
  if (kind === "get") await call("GET", `/notes/${id}`, undefined, at);
  if (kind === "list") await call("GET", `/notes?limit=3${known.length > 0 ? `&after=${id}` : ""}`, undefined, at);
  if (kind === "delete") await call("DELETE", `/notes/${id}`, undefined, at);
  if (kind === "upload") await call("PUT", `/notes/${id}/text`, text, { ...at, "content-type": "image/png" });
  if (kind === "bad") await call("POST", "/notes", text, at);
  if (kind === "nowhere")
    await call("GET", `/nowhere/${encodeURIComponent(text)}?x=${encodeURIComponent(text)}`, undefined, at);
  if (kind === "advance") await call("POST", "/admin/time/advance", { duration: `${(pick % 1_000) + 1}s` }, at);
  if (kind === "reset") {
    await call("POST", "/admin/reset", undefined, at);
    ids.delete(world);
  }
}

it("whatever clients do, the capture is readable and replays equal", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await using twin = probe();
      await twin.call("POST", "/admin/runs/start?world=*", { seed: 3 });
      const ids = new Map<string, string[]>();
      for (const each of steps) await perform(twin.call, each, ids);
      const response = await twin.twin.fetch(new Request("http://localhost/admin/replay?world=*"));
      const report = await replayBundle(probeTwin, await response.text());
      const { different, not_replayable } = report.exchanges;
      expect([different, not_replayable], formatReplayReport(report)).toEqual([0, 0]);
    }),
    { numRuns: 40 },
  );
});
