import { acquireLock } from "@twinkit-pro/persist";
import { defineCommand } from "citty";
import * as v from "valibot";
import { loadConfig } from "../../cli/load-config.ts";
import { readOptions } from "../../cli/strict-options.ts";
import { publicMembers, writeKeyFile } from "../../signing-keys/key-file.ts";
import { requireKeys } from "../../signing-keys/key-ring.ts";
import { rotateKeySet } from "../../signing-keys/rotation.ts";
import { jwksOf } from "@twinkit-pro/license-verifier";

const LOCK_WAIT_MS = 5_000;

export const rotate = defineCommand({
  meta: {
    name: "rotate",
    description: "Let the standby key sign from now on. The old key verifies until its last licence has ended.",
  },
  async run({ rawArgs }) {
    readOptions(rawArgs, {}, v.object({}));
    const { signingKeysFile } = loadConfig();
    await using _lock = await acquireLock(`${signingKeysFile}.lock`, { waitMs: LOCK_WAIT_MS });
    const rotated = await rotateKeySet(await requireKeys(signingKeysFile), Math.floor(Date.now() / 1_000));
    // Refuses a set that is too large to publish, before it is written.
    jwksOf({ ...publicMembers(rotated), retiring: rotated.retiring.map(({ jwk }) => jwk) });
    await writeKeyFile(signingKeysFile, rotated, { overwrite: true });
    console.log(`active   ${rotated.active.kid}\nstandby  ${rotated.standby.kid}`);
  },
});
