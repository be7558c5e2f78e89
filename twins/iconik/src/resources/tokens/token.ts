import { collection } from "@twinkit-pro/twinkit";
import { writeToken } from "../../access/token-text.ts";
import { missing } from "../../errors.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, State } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";
import type { User } from "../users/user.ts";

/** Tokens of applications last ten years, as the times inside published ones show. */
export const APPLICATION_TOKEN_MS = 3_651 * 86_400_000;
/** How long a login lasts is not documented. */
export const LOGIN_TOKEN_MS = 7 * 86_400_000;

export interface Token {
  readonly id: string;
  readonly app_id: string;
  readonly user_id: string;
  readonly expires: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export const tokens = collection<Token, "app_id" | "user_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Token does not exist"),
  indexes: ["app_id", "user_id"],
});

/** The application that people use in a browser; logins belong to it. */
export function webApplicationOf(state: State): string {
  const [app] = state.apps.all();
  if (app === undefined) throw new Error("the world has no application; its state was not seeded");
  return app.id;
}

/** Makes a token. Its text is in this answer and nowhere else. */
export function issueToken(
  { state, request, now }: Call,
  { user, appId, ttlMs }: { readonly user: User; readonly appId: string; readonly ttlMs: number },
): object {
  const at = timestamp(now);
  const fields = { app_id: appId, user_id: user.id, date_created: at, date_modified: at };
  const token = state.tokens.insert({ ...fields, expires: timestamp(now + ttlMs) });
  const seconds = (ms: number): number => Math.floor(ms / 1_000);
  const text = writeToken(
    { id: token.id, world: request.world },
    { iat: seconds(now), exp: seconds(now + ttlMs) },
    systemDomainOf(state).secret,
  );
  return { ...wireToken(state, token), token: text };
}

/** A token without its text. */
export function wireToken(state: State, token: Token): object {
  const domain = systemDomainOf(state);
  const user = state.users.get(token.user_id);
  return {
    ...token,
    is_admin: user?.is_admin ?? false,
    is_mfa_authenticated: false,
    is_super_admin: false,
    is_super_admin_light: false,
    system_domain_id: domain.id,
    system_domain_is_plg: false,
    system_domain_status: domain.status,
    system_domain_type: domain.type,
    system_domains: [domain.id],
  };
}
