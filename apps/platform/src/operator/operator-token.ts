import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { atomicWriteFile, ensureDirectory, PersistError, readTextIfExists } from "@twinkit-pro/persist";
import type { Config } from "../config/config.ts";

const TOKEN_BYTES = 32;
const TOKEN_FILE_BYTES_MAX = 1_024;

/** Where the token of a platform without `WT_OPERATOR_TOKEN` lies, mode 0600. */
export function operatorTokenFile(dataDir: string): string {
  return join(dataDir, "operator-token");
}

/**
 * The token that operators present.
 *
 * @returns undefined where neither the configuration nor the data directory has one
 * @throws {PersistError} `permissions_too_open` where others may read the file
 */
export async function findOperatorToken(
  config: Pick<Config, "operatorToken" | "dataDir">,
): Promise<string | undefined> {
  if (config.operatorToken !== undefined) return config.operatorToken;
  const file = operatorTokenFile(config.dataDir);
  const text = await readTextIfExists(file, { maxBytes: TOKEN_FILE_BYTES_MAX, ownerOnly: true });
  return text?.trim() || undefined;
}

/** {@link findOperatorToken}, which makes one of 256 random bits at the first boot. */
export async function ensureOperatorToken(config: Pick<Config, "operatorToken" | "dataDir">): Promise<string> {
  const found = await findOperatorToken(config);
  if (found !== undefined) return found;
  await ensureDirectory(config.dataDir);
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  try {
    await atomicWriteFile(operatorTokenFile(config.dataDir), `${token}\n`, { mode: 0o600, overwrite: false });
    return token;
  } catch (error) {
    if (!(error instanceof PersistError) || error.code !== "already_exists") throw error;
    const other = await findOperatorToken(config);
    if (other === undefined) throw error;
    return other;
  }
}

/** Compares in a time that tells nothing of the token, its length included. */
export function isSameToken(expected: string, presented: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(expected), digest(presented));
}
