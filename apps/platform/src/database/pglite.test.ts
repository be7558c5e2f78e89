import { createTempDirectory, type TempDirectory } from "@twinkit-pro/persist/testing";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPglite } from "./pglite.ts";
import { accounts } from "./schema.ts";

let directory: TempDirectory;
beforeEach(async () => {
  directory = await createTempDirectory();
});
afterEach(() => directory.remove());

it("lets one process in at a time and names the one that is", async () => {
  await using _open = await openPglite(directory.path);
  await expect(openPglite(directory.path)).rejects.toMatchObject({
    code: "locked",
    message: expect.stringContaining(`process ${process.pid} holds it`),
  });
});

it("keeps its data, and lets the next one in after it was closed", async () => {
  const first = await openPglite(directory.path);
  await first.db.insert(accounts).values({ id: "acct-1", createdAt: new Date(0) });
  await Promise.all([first.close(), first.close()]);
  await using second = await openPglite(directory.path);
  expect(await second.db.select().from(accounts)).toEqual([{ id: "acct-1", createdAt: new Date(0) }]);
});

it("begins another directory when a first boot was killed half-way", async () => {
  await directory.write("postgres-1/PG_VERSION", "18\n");
  {
    await using database = await openPglite(directory.path);
    await database.db.insert(accounts).values({ id: "acct-1", createdAt: new Date(0) });
  }
  expect(JSON.parse(await readFile(directory.join("database.json"), "utf8"))).toMatchObject({
    directory: "postgres-2",
  });
  await using again = await openPglite(directory.path);
  expect(await again.db.$count(accounts)).toBe(1);
});

it.each(["", "{}", '{"format":"wt-embedded-database","version":1,"directory":"../elsewhere"}'])(
  "refuses the damaged marker %j instead of starting empty",
  async (marker) => {
    await directory.write("database.json", marker);
    await expect(openPglite(directory.path)).rejects.toThrow("database.json is damaged");
    // The lock was given up: the next attempt fails for the same reason.
    await expect(openPglite(directory.path)).rejects.toThrow("database.json is damaged");
  },
);
