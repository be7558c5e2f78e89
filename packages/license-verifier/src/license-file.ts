import { type Jwks, LicenseFile, type RevocationList } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { type LicenseFailure, licenseFailure } from "./license-failure.ts";
import { mergeRevocations } from "./revocations.ts";
import { describeIssue } from "./schema-issue.ts";
import { type LicenseVerification, type VerifyOptions, verifyLicense } from "./verify-license.ts";

/** Longest licence file that is read, in characters: room for a full revocation list. */
export const LICENSE_FILE_CHARACTERS_MAX = 16 * 1024 * 1024;

export type ParsedLicenseFile = { readonly ok: true; readonly file: LicenseFile } | LicenseFailure;

/** Reads the JSON text of a licence file. Never throws: what is wrong comes back as `malformed`. */
export function parseLicenseFile(text: string): ParsedLicenseFile {
  if (text.length > LICENSE_FILE_CHARACTERS_MAX) {
    return unreadable(`it has ${text.length} characters, more than ${LICENSE_FILE_CHARACTERS_MAX}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unreadable("it is not JSON");
  }
  const parsed = v.safeParse(LicenseFile, json);
  return parsed.success ? { ok: true, file: parsed.output } : unreadable(describeIssue(parsed.issues));
}

/** A licence file as the `license_file` of an install or renewal carries it: base64 of its JSON. */
export function encodeLicenseFile(file: LicenseFile): string {
  return Buffer.from(JSON.stringify(file)).toString("base64");
}

/** Inverse of {@link encodeLicenseFile}. Never throws: what is wrong comes back as `malformed`. */
export function decodeLicenseFile(base64: string): ParsedLicenseFile {
  return parseLicenseFile(Buffer.from(base64, "base64").toString("utf8"));
}

export interface VerifyFileOptions extends Omit<VerifyOptions, "jwks" | "revocations"> {
  /** Trust these keys instead of those in the file. Give it wherever the keys are known from elsewhere. */
  readonly jwks?: Jwks | undefined;
  /** A list from elsewhere; the later of it and the file's own is applied. */
  readonly revocations?: RevocationList | undefined;
}

/**
 * Verifies the licence in a file, offline, by the keys the file brings unless `jwks` is given.
 * Keys from the file make it as trustworthy as the way it came here.
 */
export async function verifyLicenseFile(
  source: string | LicenseFile,
  options: VerifyFileOptions,
): Promise<LicenseVerification> {
  const parsed: ParsedLicenseFile = typeof source === "string" ? parseLicenseFile(source) : { ok: true, file: source };
  if (!parsed.ok) return parsed;
  const { token, jwks, revocations } = parsed.file;
  return verifyLicense(token, {
    ...options,
    jwks: options.jwks ?? jwks,
    revocations: mergeRevocations(revocations, options.revocations),
  });
}

function unreadable(reason: string): LicenseFailure {
  return licenseFailure("malformed", `The licence file cannot be read: ${reason}.`);
}
