/** Longest token that is looked at, in characters; the `LicenseFile` contract has the same bound. */
export const LICENSE_TOKEN_CHARACTERS_MAX = 16_384;

/** Header of a token as far as verification reads it. Untrusted until the signature was checked. */
export interface TokenHeader {
  readonly alg: string;
  /** Shown in explanations only. */
  readonly kid: string | undefined;
  readonly isCritical: boolean;
}

/**
 * Reads the header of a compact JWS (RFC 7515 section 7.1), or says why the text is none.
 * Each part must be canonical base64url: the unused low bits of a last character are zero, so that
 * no second spelling of a signature exists.
 */
export function readTokenHeader(token: unknown): TokenHeader | { readonly defect: string } {
  if (typeof token !== "string") return { defect: "is not text" };
  if (token.length > LICENSE_TOKEN_CHARACTERS_MAX) {
    return { defect: `has ${token.length} characters, more than ${LICENSE_TOKEN_CHARACTERS_MAX}` };
  }
  const parts = token.split(".");
  if (parts.length !== 3) return { defect: `has ${parts.length} parts separated by dots instead of 3` };
  const [header, payload, signature] = parts.map(decodeCanonical);
  if (!header?.length || !payload?.length) return { defect: "has a part that is empty or not base64url" };
  if (!signature) return { defect: "has a signature that is not base64url" };
  return parseHeader(header);
}

function decodeCanonical(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, "base64url");
  return bytes.toString("base64url") === part ? bytes : undefined;
}

function parseHeader(bytes: Buffer): TokenHeader | { readonly defect: string } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return { defect: "has a header that is not JSON" };
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    return { defect: "has a header that is not a JSON object" };
  }
  const { alg, kid } = header as { alg?: unknown; kid?: unknown };
  if (typeof alg !== "string") return { defect: "has a header without `alg`" };
  return { alg, kid: typeof kid === "string" ? kid : undefined, isCritical: "crit" in header };
}
