import { join } from "node:path";
import { acquireLock, ensureDirectory, type JsonStore, openJsonStore } from "@twinkit-pro/persist";
import { HostRecord } from "./host-record.ts";
import { isOurs } from "./process-identity.ts";

/** How long a command waits for another `wt` that is at work in the same checkout. */
const LOCK_WAIT_MS = 30_000;

export interface KnownHost {
  readonly record: HostRecord;
  /** Whether its process runs. One that does not, and that nobody stopped, ended by itself. */
  readonly runs: boolean;
}

/** What is known of the hosts of a checkout, with exclusive use of it until disposed of. */
export interface HostRecords extends AsyncDisposable {
  /** As it was when the records were opened, with what was changed since. */
  readonly all: () => KnownHost[];
  readonly add: (record: HostRecord) => Promise<void>;
  /** Forgets these twins of a host, and the host with the last of them. */
  readonly forget: (record: HostRecord, twins: ReadonlySet<string>) => Promise<void>;
}

/** @throws PersistError, `locked` where another `wt` does not end */
export async function openHostRecords(directory: string): Promise<HostRecords> {
  await ensureDirectory(directory);
  const lock = await acquireLock(join(directory, "wt.lock"), { waitMs: LOCK_WAIT_MS });
  let store: JsonStore<HostRecord> | undefined;
  try {
    store = await openJsonStore({ path: join(directory, "hosts.json"), schema: HostRecord, waitMs: LOCK_WAIT_MS });
    return recordsIn(store, await runningHosts(store.values()), () => lock.release());
  } catch (error) {
    await store?.close();
    await lock.release();
    throw error;
  }
}

async function runningHosts(records: readonly HostRecord[]): Promise<Set<string>> {
  const running = await Promise.all(records.map(async (record) => ((await isOurs(record)) ? [record.nonce] : [])));
  return new Set(running.flat());
}

function recordsIn(store: JsonStore<HostRecord>, running: Set<string>, release: () => Promise<void>): HostRecords {
  return {
    all: () => store.values().map((record) => ({ record, runs: running.has(record.nonce) })),
    add: async (record) => {
      await store.set(record.nonce, record);
      running.add(record.nonce);
    },
    forget: async (record, twins) => {
      const left = record.twins.filter(({ name }) => !twins.has(name));
      if (left.length === 0) await store.delete(record.nonce);
      else await store.set(record.nonce, { ...record, twins: left });
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await release();
    },
  };
}
