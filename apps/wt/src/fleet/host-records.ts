import { join } from "node:path";
import { acquireLock, ensureDirectory, type JsonStore, openJsonStore } from "@twinkit-pro/persist";
import { workDirectory } from "../checkout/root.ts";
import { HostRecord } from "./host-record.ts";
import { isOurs } from "./process-identity.ts";

/** How long a command waits for another `wt` that is at work in the same checkout. */
const LOCK_WAIT_MS = 30_000;

/** What is known of running hosts, with exclusive use of it until disposed of. */
export interface HostRecords extends AsyncDisposable {
  readonly all: () => HostRecord[];
  readonly add: (record: HostRecord) => Promise<void>;
  readonly remove: (record: HostRecord) => Promise<void>;
}

/** Opens the records of a checkout and forgets hosts that no longer run. */
export async function openHostRecords(root: string): Promise<HostRecords> {
  const directory = workDirectory(root);
  await ensureDirectory(directory);
  const lock = await acquireLock(join(directory, "wt.lock"), { waitMs: LOCK_WAIT_MS });
  let store: JsonStore<HostRecord>;
  try {
    store = await openJsonStore({ path: join(directory, "hosts.json"), schema: HostRecord, waitMs: LOCK_WAIT_MS });
    for (const [nonce, record] of store.entries()) if (!(await isOurs(record))) await store.delete(nonce);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return {
    all: () => store.values(),
    add: (record) => store.set(record.nonce, record),
    remove: (record) => store.delete(record.nonce),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await lock.release();
    },
  };
}
