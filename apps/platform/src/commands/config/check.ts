import { defineCommand } from "citty";
import * as v from "valibot";
import { loadConfig } from "../../cli/load-config.ts";
import { readOptions } from "../../cli/strict-options.ts";
import { findOperatorToken } from "../../operator/operator-token.ts";
import { checkBundleSigningKey } from "../../signing-keys/bundle-signing-key.ts";
import { readKeyFile } from "../../signing-keys/key-file.ts";
import { requireKeys } from "../../signing-keys/key-ring.ts";

/** Checks what `serve` would check at boot, without opening the database or making anything. */
export const check = defineCommand({
  meta: {
    name: "check",
    description: "Say whether serve could boot with this environment, and show what it would use",
  },
  async run({ rawArgs }) {
    readOptions(rawArgs, {}, v.object({}));
    const config = loadConfig();
    if (config.isProduction) await requireKeys(config.signingKeysFile);
    const hasKeys = (await readKeyFile(config.signingKeysFile)) !== undefined;
    const hasToken = (await findOperatorToken(config)) !== undefined;
    if (config.bundleSigningKeyFile !== undefined) await checkBundleSigningKey(config.bundleSigningKeyFile);
    const shown = {
      ...config,
      databaseUrl: config.databaseUrl === undefined ? "embedded" : hiddenPassword(config.databaseUrl),
      operatorToken: hasToken ? "set" : "made at first boot",
      signingKeys: hasKeys ? "present" : "made at first boot",
    };
    console.log(JSON.stringify(shown, undefined, 2));
  },
});

function hiddenPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password !== "") shown.password = "***";
  // A password may also be given as a parameter.
  shown.search = "";
  return shown.href;
}
