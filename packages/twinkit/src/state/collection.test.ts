import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { createIds } from "../ids.ts";
import { createRandom } from "../random.ts";
import { VendorError } from "../wire/vendor-error.ts";
import { Collection } from "./collection.ts";
import { collection } from "./collection-definition.ts";
import { SlotChanges } from "./slot-changes.ts";
import { UndoLog } from "./undo-log.ts";
import { Meter } from "./weight.ts";

interface Item {
  readonly id: string;
  readonly color: string;
  readonly tags: readonly string[];
}

const definition = collection<Item, "color" | "tags">({
  id: (ids) => ids.prefixed("it_", 4),
  missing: (id, param) => new VendorError({ status: 404, code: "missing", body: { id, param } }),
  indexes: ["color", "tags"],
});

let undo: UndoLog;
let items: Collection<Item, "color" | "tags">;

beforeEach(() => {
  undo = new UndoLog();
  items = new Collection(definition, createIds(createRandom("test")), undo, new Meter());
});

const ids = (found: readonly Item[]): string[] => found.map(({ id }) => id);
const add = (id: string, color = "red", tags: string[] = []): Item => items.insert({ id, color, tags });

describe("a collection", () => {
  it("makes ids and refuses a taken one", () => {
    expect(items.insert({ color: "red", tags: [] }).id).toMatch(/^it_\w{4}$/);
    add("a");
    expect(() => add("a")).toThrow("an entity with id a is already");
  });

  it("answers a missing id with the vendor's error, naming the parameter", () => {
    expect(() => items.require("nope", "item")).toThrow(VendorError);
    expect(items.get("nope")).toBeUndefined();
  });

  it("keeps an updated entity in its place and its indexes true", () => {
    add("a");
    add("b");
    items.update("a", { color: "blue" });
    expect(ids([...items.all()])).toEqual(["a", "b"]);
    expect(ids(items.by("color", "blue"))).toEqual(["a"]);
    expect(ids(items.by("color", "red"))).toEqual(["b"]);
  });

  it("stores entities frozen", () => {
    expect(Object.isFrozen(add("a"))).toBe(true);
    expect(Object.isFrozen(items.update("a", { color: "blue" }))).toBe(true);
  });

  it("indexes a list under each of its members", () => {
    add("a", "red", ["x", "y"]);
    add("b", "red", ["y"]);
    expect(ids(items.by("tags", "y"))).toEqual(["a", "b"]);
    items.delete("a");
    expect(ids(items.by("tags", "x"))).toEqual([]);
  });
});

describe("a page by cursor", () => {
  beforeEach(() => {
    for (const id of ["a", "b", "c", "d", "e"]) add(id, id < "c" ? "red" : "blue");
  });

  it("goes newest first, behind a cursor", () => {
    expect(items.page({ limit: 2 })).toEqual({ items: [items.get("e"), items.get("d")], hasMore: true });
    expect(ids(items.page({ limit: 2, after: "d" }).items)).toEqual(["c", "b"]);
    expect(items.page({ limit: 2, after: "b" })).toMatchObject({ hasMore: false });
  });

  it("goes back in front of a cursor and keeps the listing's order", () => {
    const page = items.page({ limit: 2, before: "b" });
    expect(ids(page.items)).toEqual(["d", "c"]);
    expect(page.hasMore).toBe(true);
  });

  it("goes oldest first where asked", () => {
    expect(ids(items.page({ limit: 2, order: "oldest", after: "a" }).items)).toEqual(["b", "c"]);
  });

  it("gives nothing behind an unknown cursor", () => {
    expect(items.page({ limit: 2, after: "zzz" })).toEqual({ items: [], hasMore: false });
  });

  it("restricts to an indexed value and a filter", () => {
    const where = { field: "color", value: "blue" } as const;
    expect(ids(items.page({ limit: 9, where }).items)).toEqual(["e", "d", "c"]);
    expect(ids(items.page({ limit: 9, where, filter: ({ id }) => id !== "d" }).items)).toEqual(["e", "c"]);
    expect(ids(items.page({ limit: 9, where, after: "b" }).items)).toEqual([]);
  });

  it("counts a slice", () => {
    expect(items.slice({ offset: 1, limit: 2, order: "oldest" })).toMatchObject({ total: 5 });
    const blue = items.slice({ offset: 1, limit: 1, where: { field: "color", value: "blue" } });
    expect(ids(blue.items)).toEqual(["d"]);
    expect(blue.total).toBe(3);
    expect(items.slice({ offset: 0, limit: 1, filter: ({ color }) => color === "red" }).total).toBe(2);
  });
});

describe("a refused operation", () => {
  it("leaves no trace", () => {
    add("a");
    add("b");
    const before = [...items.all()];
    const refused = (): void =>
      undo.run(() => {
        items.update("a", { color: "blue" });
        items.delete("b");
        add("c");
        items.update("c", { color: "green" });
        throw new Error("refused");
      });
    expect(refused).toThrow("refused");
    expect([...items.all()]).toEqual(before);
    expect(ids(items.by("color", "red"))).toEqual(["a", "b"]);
    expect(items.by("color", "green")).toEqual([]);
  });

  it("can be mixed with successful ones in any order: the collection equals a plain list", () => {
    const id = fc.integer({ min: 0, max: 12 }).map((number) => `i${number}`);
    const color = fc.constantFrom("red", "blue", "green");
    const step = fc.oneof(
      fc.record({ kind: fc.constant("insert" as const), id, color }),
      fc.record({ kind: fc.constant("update" as const), id, color }),
      fc.record({ kind: fc.constant("delete" as const), id, color }),
    );
    const operation = fc.record({ steps: fc.array(step, { maxLength: 6 }), refused: fc.boolean() });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 20 }), (operations) => {
        undo = new UndoLog();
        items = new Collection(definition, createIds(createRandom("model")), undo, new Meter());
        let model: Item[] = [];
        for (const { steps, refused } of operations) {
          const next = [...model];
          const work = (): void => {
            for (const { kind, id: at, color: to } of steps) apply(next, kind, at, to);
            if (refused) throw new Error("refused");
          };
          if (refused) expect(() => undo.run(work)).toThrow("refused");
          else undo.run(work);
          if (!refused) model = next;
        }
        expect([...items.all()]).toEqual(model);
        for (const each of ["red", "blue", "green"]) {
          expect(items.by("color", each)).toEqual(model.filter((item) => item.color === each));
        }
        expect(items.size).toBe(model.length);
      }),
    );
  });
});

it("closes gaps after many deletions and keeps the order", () => {
  for (let at = 0; at < 3_000; at += 1) add(`n${at}`);
  for (let at = 0; at < 2_990; at += 1) undo.run(() => items.delete(`n${at}`));
  expect(ids(items.page({ limit: 3 }).items)).toEqual(["n2999", "n2998", "n2997"]);
  expect(ids([...items.all()])).toHaveLength(10);
  expect(ids(items.by("color", "red"))).toHaveLength(10);
});

/** Does one step to the collection and to the list alike; steps that do not apply are left out. */
function apply(model: Item[], kind: "insert" | "update" | "delete", id: string, color: string): void {
  const at = model.findIndex((item) => item.id === id);
  if (kind === "insert" && at < 0) model.push(add(id, color));
  if (kind === "update" && at >= 0) model[at] = items.update(id, { color });
  if (kind === "delete" && at >= 0) {
    items.delete(id);
    model.splice(at, 1);
  }
}

describe("what a collection tells who watches it", () => {
  it("leads back to what it held, also across the closing of gaps", () => {
    for (let at = 0; at < 5_000; at += 1) add(`n${at}`, at % 2 === 0 ? "red" : "blue");
    const before = ids([...items.all()]);
    const changes = new SlotChanges<Item>();
    items.watch(changes);
    for (let at = 0; at < 4_000; at += 1) items.delete(`n${at}`);
    add("late");
    items.update("n4500", { color: "green" });
    items.unwatch(changes);
    items.putBack(changes.entries());
    expect(ids([...items.all()])).toEqual(before);
    expect(ids(items.by("color", "red"))).toEqual(before.filter((_, at) => at % 2 === 0));
    expect(items.by("color", "green")).toEqual([]);
    expect(items.get("late")).toBeUndefined();
    expect(ids([...items.page({ limit: 2, after: "n4001" }).items])).toEqual(["n4000", "n3999"]);
  });

  it("is the first content of each slot only", () => {
    add("a");
    const changes = new SlotChanges<Item>();
    items.watch(changes);
    items.update("a", { color: "blue" });
    items.update("a", { color: "green" });
    expect([...changes.entries()].map(([slot, entity]) => [slot, entity?.color])).toEqual([[0, "red"]]);
  });
});
