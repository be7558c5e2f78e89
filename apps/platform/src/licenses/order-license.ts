import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import type { OpenDatabase } from "../database/database.ts";
import { openDatabase } from "../database/open.ts";
import { normalizeError } from "../errors/normalize-error.ts";
import type { PlatformError } from "../errors/platform-error.ts";
import { readServerFile, type ServerFile } from "../server/server-file.ts";
import { openKeyRing } from "../signing-keys/key-ring.ts";
import type { IssuedLicense } from "@twinkit-pro/contracts";
import { issueAndRecord } from "./license-desk.ts";
import type { LicenseOrderBody } from "./license-order.ts";
import { postLicenseOrder } from "./post-license-order.ts";

/** A server that boots or stops holds the database for a moment without answering. */
const SERVER_WAIT_MS = 10_000;
const POLL_MS = 100;

/**
 * Issues a licence from outside of a server. The embedded database belongs to one process: where a server has it open,
 * the order goes to that server over loopback.
 *
 * @throws {PlatformError}
 */
export async function orderLicense(config: Config, account: string, order: LicenseOrderBody): Promise<IssuedLicense> {
  const deadline = performance.now() + SERVER_WAIT_MS;
  for (;;) {
    const way = await findWay(config);
    if ("db" in way) {
      await using database = way;
      return await issueDirectly(config, database, account, order);
    }
    try {
      if ("url" in way) return await postLicenseOrder(config, way.url, account, order);
      throw way;
    } catch (error) {
      const { code } = normalizeError(error);
      const isPassing = code === "data_directory_locked" || code === "server_unreachable";
      if (!isPassing || performance.now() > deadline) throw error;
    }
    await sleep(POLL_MS);
  }
}

/** The database itself, or the server that has it, or why there is neither. */
async function findWay(config: Config): Promise<OpenDatabase | ServerFile | PlatformError> {
  try {
    return await openDatabase(config);
  } catch (thrown) {
    const error = normalizeError(thrown);
    if (error.code !== "data_directory_locked") throw thrown;
    const server = await readServerFile(config.dataDir);
    return server && isRunning(server.pid) ? server : error;
  }
}

async function issueDirectly(
  config: Config,
  { db }: OpenDatabase,
  account: string,
  order: LicenseOrderBody,
): Promise<IssuedLicense> {
  const now = (): Date => new Date();
  const keys = await openKeyRing({
    path: config.signingKeysFile,
    createMissing: !config.isProduction,
    nowSeconds: () => Math.floor(now().getTime() / 1_000),
  });
  return issueAndRecord({ db, keys, issuer: config.issuer, now }, account, order);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
