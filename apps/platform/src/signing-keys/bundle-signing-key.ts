import { LicenseError, parseSigningKey } from "@twinkit-pro/license-verifier";
import { PersistError, readTextBounded } from "@twinkit-pro/persist";
import { PlatformError } from "../errors/platform-error.ts";

const KEY_BYTES_MAX = 4_096;

/**
 * Checks that the bundle-signing key can be used, so that a bad one refuses the boot and not the first install.
 *
 * @throws {PlatformError} `signing_keys_unusable`
 */
export async function checkBundleSigningKey(path: string): Promise<void> {
  try {
    await parseSigningKey(await readTextBounded(path, { maxBytes: KEY_BYTES_MAX, ownerOnly: true }));
  } catch (error) {
    if (!(error instanceof PersistError || error instanceof LicenseError)) throw error;
    const message = `WT_BUNDLE_SIGNING_KEY_FILE cannot be used. ${error.message}`;
    throw new PlatformError("signing_keys_unusable", message, { cause: error });
  }
}
