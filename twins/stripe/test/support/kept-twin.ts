import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
// oxlint-disable-next-line house/no-file-writes -- takes away what the killed process has left
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Stripe from "stripe";

const SERVER = fileURLToPath(new URL("kept-server.ts", import.meta.url));
export const KEY = "sk_test_kept";

/** A directory that a twin makes. */
export interface DataDirectory extends AsyncDisposable {
  readonly path: string;
}

export function dataDirectory(): DataDirectory {
  const path = join(tmpdir(), `wt-kept-${randomUUID()}`);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A twin in a process of its own; `await using` kills it. */
export interface KeptTwin extends AsyncDisposable {
  readonly stripe: Stripe;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read fields of many shapes, the assertions say which
  readonly admin: (method: string, path: string, body?: unknown) => Promise<any>;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
}

export async function startKeptTwin(directory: string): Promise<KeptTwin> {
  const child: ChildProcess = spawn(process.execPath, ["--conditions=wondertwin-source", SERVER, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  const [said] = (await once(child.stdout!, "data")) as [Buffer];
  const port = Number(said.toString());
  return {
    stripe: new Stripe(KEY, { host: "127.0.0.1", port, protocol: "http", maxNetworkRetries: 0, telemetry: false }),
    admin: async (method, path, body) => {
      const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      return (await fetch(`http://127.0.0.1:${port}/admin${path}`, init)).json();
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
