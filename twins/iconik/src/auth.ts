import type { Account, RequestFacts } from "@twinkit-pro/twinkit";
import { readToken } from "./access/token-text.ts";
import { worldOfObjectPath } from "./resources/objects/signed-url.ts";

/** Who calls, as the headers say; what the credential is worth is decided by `authorize`, which sees the state. */
export interface IconikAccount extends Account {
  readonly credential: Credential;
}

export type Credential =
  | { readonly kind: "none" }
  /** A token that this twin issued: it has a user, an expiry, and can be revoked. */
  | { readonly kind: "issued"; readonly tokenId: string; readonly text: string }
  /** A token from elsewhere, such as the one in a developer's environment: the administrator's application token. */
  | { readonly kind: "application" };

/** The system domain of calls that name none: logging in, above all. */
const DEFAULT_DOMAIN = "iconik";

/**
 * Reads `App-ID` with `Auth-Token`, or `Authorization: Bearer`. iconik's customers are system domains and an App-ID
 * belongs to exactly one, so each App-ID that the twin has not made is a domain, and a world, of its own. Tokens and
 * signed addresses that the twin hands out carry their world.
 */
export function authenticate({ headers, path }: RequestFacts): IconikAccount {
  const signed = worldOfObjectPath(path);
  if (signed !== null) return { world: { name: signed }, credential: { kind: "none" } };
  const text = headers["auth-token"] ?? bearerOf(headers["authorization"]) ?? "";
  const issued = readToken(text);
  if (issued !== null) {
    return { world: { name: issued.world }, credential: { kind: "issued", tokenId: issued.id, text } };
  }
  const appId = headers["app-id"] ?? "";
  const complete = text !== "" && appId !== "";
  return { world: appId || DEFAULT_DOMAIN, credential: { kind: complete ? "application" : "none" } };
}

function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
}
