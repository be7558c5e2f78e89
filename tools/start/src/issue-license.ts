import { join } from "node:path";
import { ensureDirectory } from "@twinkit-pro/persist";
import { LicenseClaims } from "@twinkit-pro/contracts";
import * as v from "valibot";
import type { Places } from "./places.ts";
import type { Platform } from "./platform-process.ts";
import { runProgram } from "./run-program.ts";
import { StartError } from "./start-error.ts";

const ACCOUNT = "local";
const TTL_DAYS = 7;

const Issued = v.pipe(v.string(), v.parseJson(), v.object({ claims: LicenseClaims }));

/** Lets the platform issue a licence for these twins and puts it where the fleet finds it. */
export async function issueLicense(
  places: Places,
  platform: Platform,
  twins: readonly string[],
): Promise<LicenseClaims> {
  await ensureDirectory(places.home);
  const file = join(places.home, "license.json");
  const covered = twins.flatMap((twin) => ["--twin", twin]);
  const args = [
    "issue-license",
    "--account",
    ACCOUNT,
    ...covered,
    "--ttl-days",
    String(TTL_DAYS),
    "--out",
    file,
    "--json",
  ];
  const { exitCode, stdout, stderr } = await runProgram(places, "wt-platform", args, platform.env);
  if (exitCode !== 0) throw new StartError(`No licence was issued: ${stderr.trim()}`);
  return v.parse(Issued, stdout).claims;
}
