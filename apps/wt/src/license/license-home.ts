import { homedir } from "node:os";
import { join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/** Where the user's licence and what belongs to it lie: `WONDERTWIN_HOME`, else `~/.wondertwin`. */
export function licenseHome(env: Env): string {
  return env["WONDERTWIN_HOME"] || join(homedir(), ".wondertwin");
}

/** `WONDERTWIN_LICENSE_FILE`, else `license.json` in the home. */
export function licensePath(env: Env): string {
  return env["WONDERTWIN_LICENSE_FILE"] || join(licenseHome(env), "license.json");
}
