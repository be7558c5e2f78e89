/** `<path>`: counts on in a store, one number after the other, and says each that is confirmed. Compacts now and then. */
import { writeSync } from "node:fs";
import * as v from "valibot";
import { openJsonStore } from "../../src/json-store.ts";

const KEYS = 5;
const COMPACT_EVERY = 7;

const [path = ""] = process.argv.slice(2);
const store = await openJsonStore({ path, schema: v.number() });
for (let count = Math.max(0, ...store.values()) + 1; ; count += 1) {
  await store.set(`key-${count % KEYS}`, count);
  writeSync(1, `${count}\n`);
  if (count % COMPACT_EVERY === 0) await store.compact();
}
