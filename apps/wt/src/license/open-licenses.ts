import { type ClockMark, parseLicenseFile } from "@twinkit-pro/license-verifier";
import { type Log, openLicense, TwinkitError } from "@twinkit-pro/twinkit";
import type { HostedTwin, RefusedTwin } from "../host/host-message.ts";
import type { AdmittedTwin } from "./admit-twins.ts";

export interface LicenseSource {
  /** Text of the licence file. */
  readonly file: string;
  readonly issuer: string;
  readonly lastSeen: ClockMark | null;
  readonly log: Log;
}

export interface OpenedLicenses {
  readonly admitted: readonly AdmittedTwin[];
  readonly refused: readonly RefusedTwin[];
  /** The mark after these looks at the clock; null where no signature was good. */
  readonly lastSeen: ClockMark | null;
  /** `iat` of the licence; null where no twin may start under it. */
  readonly issuedAt: number | null;
}

/** Verifies the licence for each twin. */
export async function openLicenses(
  twins: readonly HostedTwin[],
  { file, issuer, lastSeen, log }: LicenseSource,
): Promise<OpenedLicenses> {
  let mark = lastSeen;
  const onLastSeen = (seen: ClockMark): void => {
    mark = seen;
  };
  const admitted: AdmittedTwin[] = [];
  const refused: RefusedTwin[] = [];
  let issuedAt: number | null = null;
  for (const twin of twins) {
    try {
      const guard = await openLicense({ file, twin: twin.twin, issuer, lastSeen: mark, log, onLastSeen });
      issuedAt = guard.claims.iat;
      admitted.push({ ...twin, license: { guard, token: tokenIn(file) } });
    } catch (error) {
      if (!(error instanceof TwinkitError)) throw error;
      refused.push({ twin: twin.twin, code: error.path ?? error.code, message: error.message });
    }
  }
  return { admitted, refused, lastSeen: mark, issuedAt };
}

/** The token of a file that was verified before. */
function tokenIn(file: string): string {
  const parsed = parseLicenseFile(file);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.file.token;
}
