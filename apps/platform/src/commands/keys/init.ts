import { defineCommand } from "citty";
import * as v from "valibot";
import { loadConfig } from "../../cli/load-config.ts";
import { readOptions } from "../../cli/strict-options.ts";
import { PlatformError } from "../../errors/platform-error.ts";
import { createKeysIfMissing } from "../../signing-keys/key-ring.ts";

export const init = defineCommand({
  meta: { name: "init", description: "Make the first signing key and its standby. Never replaces keys." },
  async run({ rawArgs }) {
    readOptions(rawArgs, {}, v.object({}));
    const { signingKeysFile } = loadConfig();
    if (await createKeysIfMissing(signingKeysFile)) return console.log(signingKeysFile);
    throw new PlatformError(
      "already_exists",
      `There are signing keys at ${signingKeysFile}. Replace them with: wt-platform keys rotate`,
    );
  },
});
