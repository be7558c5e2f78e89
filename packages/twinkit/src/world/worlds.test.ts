import { describe, expect, it } from "vitest";
import { probe } from "../testing/client.ts";

const named = (name: string): Record<string, string> => ({ "wt-world": name });
type Listed = { readonly name: string; readonly objects: number; readonly bytes: number; readonly waiting: number };

describe("worlds", () => {
  it("are listed with what they hold", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a", publish_after_ms: 1_000 }, named("red"));
    await twin.call("POST", "/notes", { text: "b" }, named("red"));
    await twin.call("POST", "/admin/worlds", { name: "blue" });
    const { worlds } = (await twin.call("GET", "/admin/worlds")).json as unknown as { worlds: readonly Listed[] };
    expect(worlds.map(({ name, objects, waiting }) => [name, objects, waiting])).toEqual([
      ["default", 0, 0],
      ["red", 2, 1],
      ["blue", 0, 0],
    ]);
    expect(worlds[1]?.bytes).toBeGreaterThan(0);
  });

  it("are dropped with everything in them, and begin anew when used again", async () => {
    await using twin = probe({ clock: {} });
    await twin.call("POST", "/notes", { text: "a", publish_after_ms: 20 }, named("red"));
    await twin.call("POST", "/admin/snapshots", { name: "s" }, named("red"));
    expect((await twin.call("DELETE", "/admin/worlds/red")).status).toBe(200);
    expect((await twin.call("GET", "/admin/requests", undefined, named("red"))).status).toBe(404);
    expect((await twin.call("DELETE", "/admin/worlds/red")).status).toBe(404);
    expect((await twin.call("GET", "/notes/count", undefined, named("red"))).json).toEqual({ count: 0 });
    expect((await twin.call("GET", "/admin/snapshots", undefined, named("red"))).json).toEqual({ snapshots: [] });
  });

  it("do not lose the default one", async () => {
    await using twin = probe();
    const answer = await twin.call("DELETE", "/admin/worlds/default");
    expect([answer.status, answer.json]).toMatchObject([409, { error: { code: "world_permanent" } }]);
  });

  it("are refused with 507 beyond their number, and the others go on", async () => {
    await using twin = probe({ worldsMax: 3 });
    await twin.call("POST", "/notes", { text: "a" }, named("red"));
    await twin.call("POST", "/notes", { text: "a" }, named("blue"));
    for (const path of ["/notes", "/admin/worlds"]) {
      const body = path === "/notes" ? { text: "a" } : { name: "green" };
      const refused = await twin.call("POST", path, body, named("green"));
      expect([refused.status, refused.json]).toMatchObject([507, { error: { code: "worlds_full" } }]);
    }
    expect((await twin.call("POST", "/notes", { text: "b" }, named("blue"))).status).toBe(201);
    await twin.call("DELETE", "/admin/worlds/red");
    expect((await twin.call("POST", "/notes", { text: "b" }, named("green"))).status).toBe(201);
  });

  it("refuse with 507 what would make one too heavy, undo it, and leave the others alone", async () => {
    await using twin = probe({ worldBytesMax: 4_000 });
    const text = "x".repeat(1_000);
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) {
      statuses.push((await twin.call("POST", "/notes", { text }, named("red"))).status);
    }
    expect(statuses).toEqual([201, 201, 201, 507, 507, 507]);
    const refused = await twin.call("POST", "/notes", { text }, named("red"));
    expect(refused.json).toMatchObject({ error: { code: "world_full" } });
    expect((await twin.call("GET", "/notes/count", undefined, named("red"))).json).toEqual({ count: 3 });
    expect((await twin.call("POST", "/notes", { text }, named("blue"))).status).toBe(201);
    const { notes } = (await twin.call("GET", "/notes", undefined, named("red"))).json as unknown as {
      notes: readonly { id: string }[];
    };
    await twin.call("DELETE", `/notes/${notes[0]?.id}`, undefined, named("red"));
    expect((await twin.call("POST", "/notes", { text }, named("red"))).status).toBe(201);
  });

  it("weigh the messages that wait for a receiver, too", async () => {
    await using twin = probe({ worldBytesMax: 3_000 });
    for (let at = 0; at < 3; at += 1) await twin.call("POST", "/hooks", { url: `http://127.0.0.1:1/${at}` });
    const note = await twin.call("POST", "/notes", { text: "x".repeat(1_000) });
    const refused = await twin.call("DELETE", `/notes/${note.json["id"]}`);
    expect([refused.status, refused.json]).toMatchObject([507, { error: { code: "world_full" } }]);
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 1 });
  });
});
