import { AccountId, LicenseKind, TwinId } from "@twinkit-pro/contracts";
import { MAX_LICENSE_TTL_DAYS } from "@twinkit-pro/license-verifier";
import { atomicWriteFile } from "@twinkit-pro/persist";
import { defineCommand } from "citty";
import * as v from "valibot";
import { loadConfig } from "../cli/load-config.ts";
import { readOptions, single } from "../cli/strict-options.ts";
import { orderLicense } from "../licenses/order-license.ts";
import { KIND_DEFAULT, PLAN_DEFAULT } from "../licenses/license-order.ts";
import { StorableText } from "../database/storable-text.ts";

const args = {
  account: { type: "string", valueHint: "id", description: "Account that the licence is for (required)" },
  twin: { type: "string", valueHint: "twin-<vendor>", description: "Twin to cover; repeat for several (required)" },
  "ttl-days": {
    type: "string",
    valueHint: "n",
    description: `Days it lives, at most ${MAX_LICENSE_TTL_DAYS} (required)`,
  },
  plan: { type: "string", valueHint: "name", description: `Plan (default ${PLAN_DEFAULT})` },
  kind: { type: "string", valueHint: "kind", description: `trial, subscription or ci (default ${KIND_DEFAULT})` },
  out: { type: "string", valueHint: "file", description: "Write the licence file here instead of printing the token" },
  json: { type: "boolean", description: "Print one JSON document: claims and licence file" },
} as const;

const DAYS = `must be a number of days above 0 and at most ${MAX_LICENSE_TTL_DAYS}`;

const TtlDays = v.pipe(
  v.string(),
  v.regex(/^\d{1,9}(?:\.\d{1,9})?$/, DAYS),
  v.transform(Number),
  v.gtValue(0, DAYS),
  // Refused here so that nothing is opened for it; the check that counts is where licences are signed.
  v.maxValue(
    MAX_LICENSE_TTL_DAYS,
    `A licence lives for at most ${MAX_LICENSE_TTL_DAYS} days. Ask for less and renew it`,
  ),
);

const Options = v.object({
  account: single(AccountId),
  twin: v.pipe(v.array(TwinId), v.maxLength(64)),
  "ttl-days": single(TtlDays),
  plan: v.optional(single(v.pipe(StorableText, v.nonEmpty(), v.maxLength(64))), [PLAN_DEFAULT]),
  kind: v.optional(single(LicenseKind), [KIND_DEFAULT]),
  out: v.optional(single(v.pipe(v.string(), v.nonEmpty()))),
  json: v.optional(v.boolean(), false),
});

/**
 * Signs and records a licence. On PostgreSQL, and on an embedded database that no server has open, it does so itself;
 * otherwise the running server does.
 */
export const issueLicenseCommand = defineCommand({
  meta: { name: "issue-license", description: "Issue a licence for an account, and print its token" },
  args,
  async run({ rawArgs }) {
    const options = readOptions(rawArgs, args, Options);
    const { claims, license_file } = await orderLicense(loadConfig(), options.account, {
      twins: options.twin,
      ttl_days: options["ttl-days"],
      plan: options.plan,
      kind: options.kind,
    });
    if (options.out !== undefined) await atomicWriteFile(options.out, `${JSON.stringify(license_file)}\n`);
    if (options.json) console.log(JSON.stringify({ claims, license_file, out: options.out ?? null }));
    else console.log(options.out ?? license_file.token);
  },
});
