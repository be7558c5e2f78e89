import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { listAfter } from "../../listing/list-after.ts";
import { AfterQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op } from "../../types.ts";
import { APPLICATION_TOKEN_MS, issueToken } from "../tokens/token.ts";
import { AppInput, AppPatch, wireApp } from "./app.ts";

export const apps = resource<Iconik>("apps", {
  operations: {
    ...needing("can_read_apps", {
      ListApps: get("/API/auth/v1/apps/", AfterQuery, (op: Op<AfterQuery>) =>
        listAfter(op, op.state.apps, { wire: (app) => wireApp(op.state, app) }),
      ),
      GetApp: get("/API/auth/v1/apps/:app_id/", ({ path, state }: Op<object, "app_id">) =>
        wireApp(state, state.apps.require(path.app_id)),
      ),
      CreateAppToken: post("/API/auth/v1/apps/:app_id/token/", createToken),
    }),
    ...needing("can_write_apps", {
      CreateApp: post("/API/auth/v1/apps/", AppInput, create),
      ReplaceApp: put("/API/auth/v1/apps/:app_id/", AppInput, edit),
      UpdateApp: patch("/API/auth/v1/apps/:app_id/", AppPatch, edit),
    }),
    ...needing("can_delete_apps", { DeleteApp: del("/API/auth/v1/apps/:app_id/", remove) }),
  },
});

function create({ params, state, now }: Op<Values<typeof AppInput>>): unknown {
  if (typeof params.default_user_id === "string") state.users.require(params.default_user_id, "default_user_id");
  const at = timestamp(now);
  return reply(wireApp(state, state.apps.insert({ ...params, date_created: at, date_modified: at })), { status: 201 });
}

function edit({ path, params, state, now }: Op<Values<typeof AppPatch>, "app_id">): object {
  return wireApp(state, state.apps.update(path.app_id, { ...params, date_modified: timestamp(now) }));
}

/** The tokens of an application end with it. */
function remove({ path, state }: Op<object, "app_id">): unknown {
  const app = state.apps.require(path.app_id);
  for (const token of state.tokens.by("app_id", app.id)) state.tokens.delete(token.id);
  state.apps.delete(app.id);
  return noContent();
}

/** The token acts as the application's default user, or as whoever asked for it. */
function createToken(op: Op<object, "app_id">): object {
  const app = op.state.apps.require(op.path.app_id);
  const user = typeof app.default_user_id === "string" ? op.state.users.require(app.default_user_id) : callerOf(op);
  return issueToken(op, { user, appId: app.id, ttlMs: APPLICATION_TOKEN_MS });
}
