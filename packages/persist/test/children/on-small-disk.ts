/** `<directory>`: fills a small file system by every kind of write, and prints what happened as JSON. */
import { readdirSync, readFileSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { atomicWriteFile, openJsonStore, openLineLog, PersistError } from "../../src/index.ts";

const [directory = ""] = process.argv.slice(2);
const at = (name: string) => join(directory, name);
const failure = (error: unknown) => {
  if (error instanceof PersistError) return { code: error.code, path: error.path, message: error.message };
  throw error;
};
/** Appends until it fails, and returns how many times it did not. */
async function untilFull(append: (count: number) => Promise<void>): Promise<{ done: number; error: unknown }> {
  for (let done = 0; ; done += 1) {
    try {
      await append(done);
    } catch (error) {
      return { done, error: failure(error) };
    }
  }
}

await atomicWriteFile(at("file"), "old");
const replaced = await atomicWriteFile(at("file"), Buffer.alloc(200_000)).then(() => undefined, failure);
const afterReplace = { names: readdirSync(directory), content: readFileSync(at("file"), "utf8") };

const log = await openLineLog(at("log"));
const line = "x".repeat(999);
const logged = await untilFull(() => log.append(line));
const logSize = readFileSync(at("log")).length;
unlinkSync(at("file"));
await log.append("after");
await log.close();
const logEnd = readFileSync(at("log"), "utf8").slice(-7);
unlinkSync(at("log"));

writeFileSync(at("ballast"), Buffer.alloc(24_000));
const schema = v.string();
const store = await openJsonStore({ path: at("store"), schema });
const stored = await untilFull((count) => store.set(`k${count}`, "x".repeat(1_000)));
const shown = store.size;
unlinkSync(at("ballast"));
await store.set("after", "room");
await store.close();
const again = await openJsonStore({ path: at("store"), schema });
const reopened = again.keys();
await again.close();

const result = {
  replaced,
  afterReplace,
  logged,
  logSize,
  logEnd,
  stored,
  shown,
  reopened,
  left: readdirSync(directory),
};
writeSync(1, JSON.stringify(result));
