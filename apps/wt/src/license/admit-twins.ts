import { LICENSE_ISSUER_DEFAULT } from "@twinkit-pro/contracts";
import { type ClockMark, parseLicenseFile } from "@twinkit-pro/license-verifier";
import { readTextIfExists } from "@twinkit-pro/persist";
import { type LicenseGuard, type Log, openLicense, TwinkitError } from "@twinkit-pro/twinkit";
import type { HostedTwin, RefusedTwin } from "../host/host-message.ts";
import { readClockMark, writeClockMark } from "./clock-mark-file.ts";
import { licenseHome, licensePath } from "./license-home.ts";

const LICENSE_BYTES_MAX = 16 * 1024 * 1024;

/** A twin that may start; `license` is null where the checkout has no licence at all. */
export interface AdmittedTwin extends HostedTwin {
  readonly license: { readonly guard: LicenseGuard; readonly token: string } | null;
}

export interface Admission {
  readonly admitted: readonly AdmittedTwin[];
  readonly refused: readonly RefusedTwin[];
  readonly warnings: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Decides which twins may start. Without a licence file a checkout's twins start unlicensed, with a warning; with one,
 * it has to be good for each of them.
 */
export async function admitTwins(twins: readonly HostedTwin[], env: Env, log: Log): Promise<Admission> {
  const path = licensePath(env);
  const file = await readTextIfExists(path, { maxBytes: LICENSE_BYTES_MAX });
  if (file === undefined) {
    const warning = `No licence at ${path}: the twins run unlicensed and send no telemetry.`;
    return { admitted: twins.map((twin) => ({ ...twin, license: null })), refused: [], warnings: [warning] };
  }
  const home = licenseHome(env);
  const issuer = env["WT_ISSUER"] || LICENSE_ISSUER_DEFAULT;
  let lastSeen = await readClockMark(home);
  const onLastSeen = (mark: ClockMark): void => {
    lastSeen = mark;
  };
  const admitted: AdmittedTwin[] = [];
  const refused: RefusedTwin[] = [];
  for (const twin of twins) {
    try {
      const guard = await openLicense({ file, twin: twin.twin, issuer, lastSeen, log, onLastSeen });
      admitted.push({ ...twin, license: { guard, token: tokenIn(file) } });
    } catch (error) {
      if (!(error instanceof TwinkitError)) throw error;
      refused.push({ twin: twin.twin, code: error.path ?? error.code, message: error.message });
    }
  }
  if (lastSeen !== null) await writeClockMark(home, lastSeen);
  return { admitted, refused, warnings: [] };
}

/** The token of a file that was verified before. */
function tokenIn(file: string): string {
  const parsed = parseLicenseFile(file);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.file.token;
}
