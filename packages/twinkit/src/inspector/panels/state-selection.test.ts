import { describe, expect, it } from "vitest";
import { RUNTIME } from "../../server/twin.ts";
import { probe } from "../../testing/client.ts";
import { objectFinder } from "../find-object.ts";
import type { AnyWorld } from "../view.ts";
import { pageOfObjects, SEARCHED_MAX, selectCollection } from "./state-selection.ts";

async function filled(count: number) {
  const twin = probe();
  await twin.call("POST", "/notes", { text: "in another account" }, { "wt-world": "default", "probe-account": "acct" });
  const world: AnyWorld = twin.twin[RUNTIME].worlds.get("default")!;
  const notes = world.account("").notes as unknown as {
    insert: (fields: object) => { readonly id: string };
  };
  const ids = Array.from({ length: count }, (_, at) => notes.insert({ text: `Note ${at}`, status: "draft" }).id);
  return { twin, world, ids };
}

describe("what the state browser shows", () => {
  it("begins with something that is there, and takes the account and collection that are named", async () => {
    const { twin, world } = await filled(1);
    await using _ = twin;
    const select = (query: string) => selectCollection(world, new URLSearchParams(query));
    expect(select("")).toMatchObject({ account: "", name: "notes", accounts: ["acct", ""] });
    expect(select("collection=hooks")).toMatchObject({ account: "", name: "hooks" });
    expect(select("account=acct")).toMatchObject({ account: "acct", name: "notes" });
    expect(select("account=nobody&collection=constructor")).toMatchObject({ account: "acct", name: "notes" });
    const empty = await filled(0);
    await using __ = empty.twin;
    expect(selectCollection(empty.world, new URLSearchParams())).toMatchObject({ account: "acct", name: "notes" });
  });

  it("pages newest first, and finds a text anywhere in an object", async () => {
    const { twin, world, ids } = await filled(120);
    await using _ = twin;
    const { collection } = selectCollection(world, new URLSearchParams("account=&collection=notes"));
    const page = (query: string) => pageOfObjects(collection!, new URLSearchParams(query));
    const seen: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const shown = page(after === "" ? "" : `after=${after}`);
      seen.push(...shown.objects.map(({ id }) => id));
      ({ after } = shown);
    }
    expect(seen).toEqual(ids.toReversed());
    expect(page("text=NOTE 17").objects.map(({ id }) => id)).toEqual([ids[17]]);
    expect(page(`text=${ids[3]}`).objects.map(({ id }) => id)).toEqual([ids[3]]);
    expect(page("text=nothing has this")).toEqual({ objects: [], after: null, cut: false });
  });

  it("stops a search at its bound and says so; an id is found all the same", async () => {
    const { twin, world, ids } = await filled(SEARCHED_MAX + 5);
    await using _ = twin;
    const { collection } = selectCollection(world, new URLSearchParams("account=&collection=notes"));
    const oldest = pageOfObjects(collection!, new URLSearchParams({ text: '"Note 0"' }));
    expect(oldest).toEqual({ objects: [], after: null, cut: true });
    expect(pageOfObjects(collection!, new URLSearchParams({ text: ids[0]! })).objects).toHaveLength(1);
  });

  it("leads from an id to its object, in whichever account it lies", async () => {
    const { twin, world, ids } = await filled(1);
    await using _ = twin;
    const find = objectFinder(world);
    expect(find(ids[0]!)).toBe(`/admin/ui/state?world=default&collection=notes&id=${ids[0]}`);
    expect([find("note_nobody"), find(""), find("x".repeat(10_000))]).toEqual([null, null, null]);
  });
});
