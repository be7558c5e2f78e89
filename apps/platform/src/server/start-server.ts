import { isIPv6 } from "node:net";
import type { AddressInfo } from "node:net";
import type { Config } from "../config/config.ts";
import type { OpenDatabase } from "../database/database.ts";
import { openDatabase } from "../database/open.ts";
import { listen, type Listener } from "../http/listen.ts";
import type { Log } from "../logging/logger.ts";
import { ensureOperatorToken } from "../operator/operator-token.ts";
import { checkBundleSigningKey } from "../signing-keys/bundle-signing-key.ts";
import { openKeyRing } from "../signing-keys/key-ring.ts";
import { once } from "../tasks/once.ts";
import { createPlatform, type Platform } from "./platform.ts";
import { removeServerFile, writeServerFile } from "./server-file.ts";

/** How long requests in work may take at a shutdown before their connections are cut. */
export const DRAIN_REQUESTS_MS = 10_000;

/** How long background work may take after that. */
export const DRAIN_TASKS_MS = 5_000;

export interface RunningServer {
  /** Where it can be reached from this machine. */
  readonly url: string;
  readonly operatorToken: string;
  /** Drains requests, then background work, then closes everything. @returns what did not end by itself in time */
  stop(): Promise<StopReport>;
}

export interface StopReport {
  readonly cutConnections: boolean;
  readonly stuckTasks: readonly string[];
}

export interface ServerOptions {
  readonly log: Log;
  readonly now?: () => Date;
  readonly onTaskFailure: (name: string, error: unknown) => void;
}

/**
 * Boots the platform: database with migrations, signing keys, operator token, then the listener.
 * Outside of production missing keys and a missing token are made; nothing needs the network.
 *
 * @throws {PlatformError | PersistError} when it cannot; everything opened so far is closed then.
 */
export async function startServer(config: Config, options: ServerOptions): Promise<RunningServer> {
  const { log, now = () => new Date(), onTaskFailure } = options;
  if (config.bundleSigningKeyFile !== undefined) await checkBundleSigningKey(config.bundleSigningKeyFile);
  const keys = await openKeyRing({
    path: config.signingKeysFile,
    createMissing: !config.isProduction,
    nowSeconds: () => Math.floor(now().getTime() / 1_000),
  });
  const operatorToken = await ensureOperatorToken(config);
  const database = await openDatabase(config);
  let platform: Platform | undefined;
  let listener: Listener | undefined;
  try {
    // One that a killed server left would send commands to whoever listens at its address now.
    if (database.engine === "pglite") await removeServerFile(config.dataDir);
    platform = createPlatform({ config, db: database.db, keys, operatorToken, log, now, onTaskFailure });
    listener = await listen(platform.app, config.host, config.port);
    const url = reachableUrl(listener.address);
    // Beside PostgreSQL commands open the database themselves; only the embedded one is this process's alone.
    if (database.engine === "pglite") await writeServerFile(config.dataDir, { url, pid: process.pid });
    return { url, operatorToken, stop: once(stopper({ config, platform, listener, database })) };
  } catch (error) {
    await listener?.close(0);
    await platform?.stop(DRAIN_TASKS_MS);
    await database.close();
    throw error;
  }
}

interface Running {
  readonly config: Config;
  readonly platform: Platform;
  readonly listener: Listener;
  readonly database: OpenDatabase;
}

function stopper({ config, platform, listener, database }: Running): () => Promise<StopReport> {
  return async () => {
    platform.beginStop();
    const { wasCut } = await listener.close(DRAIN_REQUESTS_MS);
    const stuckTasks = await platform.stop(DRAIN_TASKS_MS);
    if (database.engine === "pglite") await removeServerFile(config.dataDir);
    await database.close();
    return { cutConnections: wasCut, stuckTasks };
  };
}

/** A wildcard address is reached through loopback. */
function reachableUrl({ address, port }: AddressInfo): string {
  if (address === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (address === "::") return `http://[::1]:${port}`;
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
}
