/** `<directory> [uid]`: tries every kind of write where none is allowed, as the given user, and prints the errors as JSON. */
import { readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import {
  acquireLock,
  atomicWriteFile,
  ensureDirectory,
  openJsonStore,
  openLineLog,
  PersistError,
  readTextBounded,
  removeFile,
} from "../../src/index.ts";

const [directory = "", uid] = process.argv.slice(2);
if (uid) process.seteuid?.(Number(uid));
const at = (name: string) => join(directory, name);
const attempts = {
  replace: () => atomicWriteFile(at("file"), "new"),
  create: () => atomicWriteFile(at("other"), "new"),
  exclusive: () => atomicWriteFile(at("other"), "new", { overwrite: false }),
  remove: () => removeFile(at("file")),
  directory: () => ensureDirectory(at("below")),
  log: () => openLineLog(at("log")),
  lock: () => acquireLock(at("lock")),
  store: () => openJsonStore({ path: at("store"), schema: v.string() }),
};
const errors: Record<string, unknown> = {};
for (const [name, attempt] of Object.entries(attempts)) {
  errors[name] = await attempt().then(
    () => "no error",
    (error: unknown) => (error instanceof PersistError ? { code: error.code, message: error.message } : String(error)),
  );
}
const content = uid ? readFileSync(at("file"), "utf8") : await readTextBounded(at("file"), { maxBytes: 100 });
writeSync(1, JSON.stringify({ errors, content, names: readdirSync(directory) }));
