import { defineCommand } from "citty";
import * as v from "valibot";
import { loadConfig } from "../../cli/load-config.ts";
import { readOptions } from "../../cli/strict-options.ts";
import { openKeyRing } from "../../signing-keys/key-ring.ts";

const args = { json: { type: "boolean", description: "Print the public key set (JWKS)" } } as const;

export const list = defineCommand({
  meta: { name: "list", description: "Show the public keys: which signs, which comes next, which still verify" },
  args,
  async run({ rawArgs }) {
    const { json } = readOptions(rawArgs, args, v.object({ json: v.optional(v.boolean(), false) }));
    const keys = await openKeyRing({
      path: loadConfig().signingKeysFile,
      createMissing: false,
      nowSeconds: () => Math.floor(Date.now() / 1_000),
    });
    const jwks = await keys.jwks();
    if (json) return console.log(JSON.stringify(jwks));
    for (const { kid, wt_status } of jwks.keys) console.log(`${wt_status?.padEnd(8)} ${kid}`);
  },
});
