/** `<path> <stopAt>`: lives through the changes of `store-changes.ts`, says which groups are confirmed, dies at the given point. */
import { existsSync, readFileSync, writeSync } from "node:fs";
import * as v from "valibot";
import { nodeFileSystem } from "../../src/file-system.ts";
import { openStoreOn } from "../../src/journaled-store.ts";
import { BEFORE, GROUPS } from "./store-changes.ts";
import { stoppingFileSystem } from "./stopping-file-system.ts";

const [path = "", stopAt] = process.argv.slice(2);
const parts = { path, schema: v.number(), schemaVersion: 1, maxBytes: 1_000_000, release: async () => undefined };
if (!existsSync(path)) {
  const first = await openStoreOn({ ...parts, fs: nodeFileSystem }, undefined);
  for (const [key, value] of BEFORE) await first.set(key, value);
  await first.close();
}
const fs = stoppingFileSystem(nodeFileSystem, Number(stopAt));
const store = await openStoreOn({ ...parts, fs }, readFileSync(path));
for (const group of GROUPS) {
  await Promise.all(
    group.map((change) => {
      if (change[0] === "set") return store.set(change[1], change[2]);
      return change[0] === "delete" ? store.delete(change[1]) : store.compact();
    }),
  );
  writeSync(1, ".");
}
await store.close();
writeSync(1, String(fs.points));
