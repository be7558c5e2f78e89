import { collection, get, post, put, resource } from "@twinkit-pro/twinkit";
import { isSignedWith, readToken, writeToken } from "../../access/token-text.ts";
import { badRequest, missing, notFound, tokenInvalid } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { text } from "../../params/values.ts";
import { instantOf, timestamp } from "../../timestamps.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";
import { isPasswordOf } from "../users/password.ts";
import { requireLive } from "./find.ts";
import type { Share } from "./share.ts";
import { countAccess, type ShareUser } from "./share-user.ts";

/** How long a login to a share lasts at most; never longer than the share. */
const SHARE_TOKEN_TTL_MS = 24 * 60 * 60_000;

const ShareLogin = fields({ hash: text, password: text, object_id: text, object_type: text, app_id: text }, ["hash"]);

/** A login to a share. */
export interface ShareToken {
  readonly id: string;
  readonly share_id: string;
  readonly share_user_id: string;
  readonly expires: string;
}

export const shareTokens = collection<ShareToken, "share_id" | "share_user_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Share does not exist"),
  indexes: ["share_id", "share_user_id"],
});

/** These are for visitors: the link, not a user's token, is their credential. */
export const shareLoginOperations = resource<Iconik>("share-logins", {
  operations: {
    LoginToShare: post("/API/assets/v1/shares/auth/login/", ShareLogin, login),
    CheckShareToken: get("/API/assets/v1/shares/auth/token/", (op: Op) => {
      const { token, user, share } = requireToken(op);
      return wireToken(op, token, user, share);
    }),
    RefreshShareToken: put("/API/assets/v1/shares/auth/token/", (op: Op) => {
      const { token, user, share } = requireToken(op);
      op.state.shareTokens.delete(token.id);
      return issue(op, user, share);
    }),
  },
});

function login(op: Op<Values<typeof ShareLogin>>): object {
  const [user] = op.state.shareUsers.by("hash", op.params.hash);
  if (user === undefined) throw notFound("Share does not exist");
  const share = requireLive(op, user.share_id);
  const isProtected = op.state.passwords.has(user.id);
  if (isProtected && !isPasswordOf(op.state, user.id, op.params.password ?? "")) throw badRequest("Invalid password");
  countAccess(op, user);
  return issue(op, user, share);
}

function issue(op: Call, user: ShareUser, share: Share): object {
  const expiresMs = Math.min(op.now + SHARE_TOKEN_TTL_MS, instantOf(share.expires) ?? 0);
  const token = op.state.shareTokens.insert({
    share_id: share.id,
    share_user_id: user.id,
    expires: timestamp(expiresMs),
  });
  return wireToken(op, token, user, share);
}

interface Visit {
  readonly token: ShareToken;
  readonly user: ShareUser;
  readonly share: Share;
}

/** @throws VendorError 401 for a token that is unknown or expired, 404 where the share is gone */
function requireToken(op: Call): Visit {
  const given = op.request.headers["share-auth-token"] ?? "";
  const token = op.state.shareTokens.get(readToken(given)?.id ?? "");
  if (token === undefined || !isSignedWith(given, systemDomainOf(op.state).secret)) throw tokenInvalid();
  const share = requireLive(op, token.share_id);
  if ((instantOf(token.expires) ?? 0) <= op.now) throw tokenInvalid();
  return { token, user: op.state.shareUsers.require(token.share_user_id), share };
}

function wireToken(op: Call, token: ShareToken, user: ShareUser, share: Share): object {
  const domain = systemDomainOf(op.state);
  const exp = Math.floor((instantOf(token.expires) ?? 0) / 1_000);
  const [own] = op.state.users.by("email", user.email);
  return {
    app_id: op.request.headers["app-id"] ?? "",
    email: user.email,
    expires: token.expires,
    object_id: share.object_id,
    object_type: share.object_type,
    roles: rolesOf(share),
    share_id: share.id,
    share_user_id: user.id,
    system_domain_id: domain.id,
    token: writeToken(
      { id: token.id, world: op.request.world },
      { iat: Math.floor(op.now / 1_000), exp },
      domain.secret,
    ),
    user_id: own?.id ?? user.id,
  };
}

/** What the share's options let a visitor do. */
function rolesOf(share: Share): readonly string[] {
  return [
    share.object_type === "collections" ? "can_read_collections" : "can_read_assets",
    "can_read_proxies",
    ...(share.allow_download ? ["can_read_files", "can_read_formats"] : []),
    ...(share.allow_comments ? ["can_create_segments", "can_read_segments"] : []),
    ...(share.allow_upload === true ? ["can_write_files"] : []),
    ...(share.allow_view_transcriptions === true ? ["can_read_transcriptions"] : []),
    ...(share.allow_setting_approve_status ? ["can_write_approval_status"] : []),
  ];
}
