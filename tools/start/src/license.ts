import { IssuedLicense, type LicenseClaims } from "@twinkit-pro/contracts";
import { ensureDirectory } from "@twinkit-pro/persist";
import * as v from "valibot";
import type { Checkout } from "./checkout.ts";
import { requireCommand } from "./run-command.ts";

const ACCOUNT = "local";
/** The longest that a licence may live. */
const TTL_DAYS = 7;

/** Has the running platform issue a licence for every twin of the checkout, and writes its file. */
export async function issueLicense(checkout: Checkout, env: NodeJS.ProcessEnv): Promise<LicenseClaims> {
  await ensureDirectory(checkout.stateDirectory);
  const twins = checkout.twins.flatMap(({ id }) => ["--twin", id]);
  const order = ["--account", ACCOUNT, ...twins, "--ttl-days", String(TTL_DAYS), "--out", checkout.licenseFile];
  const document = await requireCommand(checkout.wtPlatform, ["issue-license", ...order, "--json"], env);
  return v.parse(IssuedLicense, document).claims;
}
