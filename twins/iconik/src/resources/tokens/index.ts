import { del, get, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { badRequest } from "../../errors.ts";
import { listAfter } from "../../listing/list-after.ts";
import { AfterQuery } from "../../listing/query.ts";
import { fields, type Values } from "../../params/fields.ts";
import { email, text } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { isPasswordOf } from "../users/password.ts";
import { issueToken, LOGIN_TOKEN_MS, type Token, webApplicationOf, wireToken } from "./token.ts";

const SimpleLogin = fields({ email, password: text, app_name: text }, ["email", "password"]);

export const tokens = resource<Iconik>("tokens", {
  operations: {
    SimpleLogin: post("/API/auth/v1/auth/simple/login/", SimpleLogin, login),
    ...needing(null, {
      CheckToken: get("/API/auth/v1/auth/token/", (op: Op) => showOwn(op)),
      CreateToken: post("/API/auth/v1/auth/token/", (op: Op) => reply(another(op), { status: 201 })),
      RefreshToken: put("/API/auth/v1/auth/token/", refresh),
      RevokeToken: del("/API/auth/v1/auth/token/", revokeOwn),
      GetToken: get("/API/auth/v1/auth/token/:token_id/", ({ path, state }: Op<object, "token_id">) =>
        wireToken(state, state.tokens.require(path.token_id)),
      ),
      RevokeTokenById: del("/API/auth/v1/auth/token/:token_id/", revoke),
      ListTokens: get("/API/auth/v1/auth/tokens/", AfterQuery, list),
    }),
  },
});

function login(op: Op<Values<typeof SimpleLogin>>): unknown {
  const { params, state } = op;
  const [user] = state.users.by("email", params.email);
  const known = user !== undefined && user.status === "ACTIVE" && isPasswordOf(state, user.id, params.password);
  if (!known) throw badRequest("Invalid email or password");
  return reply(issueToken(op, { user, appId: webApplicationOf(state), ttlMs: LOGIN_TOKEN_MS }), { status: 201 });
}

/** The caller's token where the twin issued it; a token from elsewhere has no record. */
function ownToken({ account, state }: Op): Token | null {
  return account.credential.kind === "issued" ? state.tokens.require(account.credential.tokenId) : null;
}

function showOwn(op: Op): object {
  const token = ownToken(op);
  return token === null ? {} : wireToken(op.state, token);
}

function another(op: Op): object {
  const appId = ownToken(op)?.app_id ?? webApplicationOf(op.state);
  return issueToken(op, { user: callerOf(op), appId, ttlMs: LOGIN_TOKEN_MS });
}

function refresh(op: Op): object {
  const fresh = another(op);
  revokeOwn(op);
  return fresh;
}

function revokeOwn(op: Op): object {
  const token = ownToken(op);
  if (token !== null) op.state.tokens.delete(token.id);
  return {};
}

function revoke({ path, state }: Op<object, "token_id">): object {
  state.tokens.delete(state.tokens.require(path.token_id).id);
  return {};
}

/** An administrator sees the tokens of the domain, anyone else their own. */
function list(op: Op<AfterQuery>): object {
  const user = callerOf(op);
  const where = user.is_admin ? undefined : ({ field: "user_id", value: user.id } as const);
  return listAfter(op, op.state.tokens, { where, wire: (token) => wireToken(op.state, token) });
}
