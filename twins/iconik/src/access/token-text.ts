import { createHmac, timingSafeEqual } from "node:crypto";
import * as v from "valibot";

const Claims = v.object({ id: v.string(), world: v.string() });

/** What a token says about itself. `world` names the world that issued it. */
export type TokenClaims = v.InferOutput<typeof Claims>;

interface TokenTimes {
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly exp: number;
}

/**
 * The text of a token: a JWS whose times stand in the header, as iconik's are
 * (`{"alg":"HS256","iat":…,"exp":…}.{"id":…}`), with the world beside the id.
 */
export function writeToken(claims: TokenClaims, times: TokenTimes, secret: string): string {
  const signed = `${encode({ alg: "HS256", ...times })}.${encode(claims)}`;
  return `${signed}.${signatureOf(signed, secret)}`;
}

/** The claims of a token in our form, its signature unchecked; null for any other text. */
export function readToken(text: string): TokenClaims | null {
  const [, payload, signature, ...more] = text.split(".");
  if (payload === undefined || signature === undefined || more.length > 0) return null;
  try {
    const claims = v.safeParse(Claims, JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
    return claims.success ? claims.output : null;
  } catch {
    return null;
  }
}

export function isSignedWith(text: string, secret: string): boolean {
  const end = text.lastIndexOf(".");
  const expected = Buffer.from(signatureOf(text.slice(0, end), secret));
  const given = Buffer.from(text.slice(end + 1));
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function signatureOf(signed: string, secret: string): string {
  return createHmac("sha256", secret).update(signed).digest("base64url");
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
