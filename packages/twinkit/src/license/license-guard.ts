import type { LicenseClaims, LicenseHealth } from "@twinkit-pro/contracts";
import { type ClockMark, validityAt, verifyLicenseFile } from "@twinkit-pro/license-verifier";
import type { Log } from "../server/log.ts";
import { TwinkitError } from "../twinkit-error.ts";

/** Longest wait a Node timer can hold; a longer-lived licence is looked at again when it ends. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export interface LicenseOptions {
  /** Text of the licence file (contracts' `LicenseFile`). */
  readonly file: string;
  /** The twin that wants to start, `twin-<vendor>`. */
  readonly twin: string;
  /** The `iss` a licence must have. */
  readonly issuer: string;
  /** Highest clock reading of earlier runs, null for the first; left out, the clock is not watched. */
  readonly lastSeen?: ClockMark | null;
  /** Takes the mark to keep for the next start, also when this start is refused. */
  readonly onLastSeen?: (mark: ClockMark) => void;
  /** The machine's clock in seconds since the epoch: a licence lives in real time, whatever the worlds' clocks say. */
  readonly nowSeconds?: () => number;
  readonly log?: Log;
}

/** A licence under which a twin was started. */
export interface LicenseGuard {
  readonly claims: LicenseClaims;
  readonly health: () => LicenseHealth;
  /** Stops watching for the end. Idempotent. */
  readonly close: () => void;
}

/**
 * Verifies a licence before a twin starts. When it ends later, the guard warns and changes the health; the twin keeps
 * serving, so that no running job is cut off. Only a new start is refused.
 * @throws TwinkitError `license_refused` with the verifier's code and advice in its message
 */
export async function openLicense(options: LicenseOptions): Promise<LicenseGuard> {
  const nowSeconds = options.nowSeconds ?? (() => Date.now() / 1_000);
  const verified = await verifyLicenseFile(options.file, {
    issuer: options.issuer,
    audience: options.twin,
    nowSeconds: nowSeconds(),
    ...(options.lastSeen === undefined ? {} : { lastSeen: options.lastSeen }),
  });
  if (verified.lastSeen !== undefined) options.onLastSeen?.(verified.lastSeen);
  if (!verified.ok) {
    throw new TwinkitError(
      "license_refused",
      `${options.twin} does not start (${verified.code}). ${verified.message}`,
      {
        path: verified.code,
      },
    );
  }
  const { claims } = verified;
  const notAfter = new Date(claims.exp * 1_000).toISOString();
  const isOver = (): boolean => validityAt(claims, nowSeconds()) === "expired";
  const message = `The licence ended at ${notAfter}. Running work goes on; a new start needs a renewed licence.`;
  const watch = watchEnd(isOver, claims.exp - nowSeconds(), () => {
    options.log?.({ level: "warn", msg: "licence expired", twin: options.twin, not_after: notAfter, advice: message });
  });
  return {
    claims,
    health: () =>
      isOver() ? { status: "expired", not_after: notAfter, message } : { status: "valid", not_after: notAfter },
    close: watch.stop,
  };
}

function watchEnd(isOver: () => boolean, waitSeconds: number, onEnd: () => void): { readonly stop: () => void } {
  const timer = setTimeout(
    () => {
      if (isOver()) onEnd();
    },
    Math.min(Math.max(0, waitSeconds * 1_000), TIMER_MS_MAX),
  );
  timer.unref();
  return { stop: () => clearTimeout(timer) };
}
