import { LICENSE_ISSUER_DEFAULT } from "@twinkit-pro/contracts";
import { PersistError, readTextIfExists } from "@twinkit-pro/persist";
import type { LicenseGuard, Log } from "@twinkit-pro/twinkit";
import type { HostedTwin, RefusedTwin } from "../host/host-message.ts";
import { moveClockMark, readClockMark, writeClockMark } from "./clock-mark-file.ts";
import { licenseHome, licensePath } from "./license-home.ts";
import { openLicenses } from "./open-licenses.ts";

const LICENSE_BYTES_MAX = 16 * 1024 * 1024;

/** A twin that may start; `license` is null where the checkout has no licence at all. */
export interface AdmittedTwin extends HostedTwin {
  readonly license: { readonly guard: LicenseGuard; readonly token: string } | null;
}

export interface Admission {
  readonly admitted: readonly AdmittedTwin[];
  readonly refused: readonly RefusedTwin[];
  readonly warnings: readonly string[];
  /** Keeps the time that the machine's clock shows now, where there is a licence to protect. Never rejects. */
  readonly noteClock: () => Promise<void>;
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
    const admitted = twins.map((twin) => ({ ...twin, license: null }));
    return { admitted, refused: [], warnings: [warning], noteClock: async () => undefined };
  }
  const home = licenseHome(env);
  const issuer = env["WT_ISSUER"] || LICENSE_ISSUER_DEFAULT;
  const opened = await openLicenses(twins, { file, issuer, lastSeen: await readClockMark(home), log });
  const { admitted, refused, lastSeen, issuedAt } = opened;
  const warnings: string[] = [];
  try {
    if (lastSeen !== null) await writeClockMark(home, lastSeen);
  } catch (error) {
    // A home that cannot be written to weakens the watch on the clock; it must not keep anybody from working.
    if (!(error instanceof PersistError)) throw error;
    warnings.push(`The time of this start is not kept: ${error.message}`);
  }
  const noteClock = async (): Promise<void> => {
    if (issuedAt !== null) await moveClockMark(home, issuedAt).catch(() => undefined);
  };
  return { admitted, refused, warnings, noteClock };
}
