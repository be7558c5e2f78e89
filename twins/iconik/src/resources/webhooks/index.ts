import { del, get, noContent, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op } from "../../types.ts";
import { WebhookInput } from "./webhook.ts";

export const webhookDefinitions = resource<Iconik>("webhooks", {
  operations: {
    ...needing("can_read_webhooks", {
      ListWebhooks: get("/API/notifications/v1/webhooks/", ({ state }: Op) => ({ objects: [...state.webhooks.all()] })),
      GetWebhook: get("/API/notifications/v1/webhooks/:webhook_id/", ({ path, state }: Op<object, "webhook_id">) =>
        state.webhooks.require(path.webhook_id),
      ),
    }),
    ...needing("can_write_webhooks", {
      CreateWebhook: post("/API/notifications/v1/webhooks/", WebhookInput, create),
      ReplaceWebhook: put("/API/notifications/v1/webhooks/:webhook_id/", WebhookInput, replace),
    }),
    ...needing("can_delete_webhooks", {
      DeleteWebhook: del("/API/notifications/v1/webhooks/:webhook_id/", remove),
    }),
  },
});

function create({ params, state, now }: Op<Values<typeof WebhookInput>>): unknown {
  const at = timestamp(now);
  const unset = { realm: null, operation: null, object_id: null, headers: {} };
  return reply(state.webhooks.insert({ ...unset, ...params, date_created: at, date_modified: at }), { status: 201 });
}

/** Enabling a webhook again forgets why it failed. */
function replace({ path, params, state, now }: Op<Values<typeof WebhookInput>, "webhook_id">): object {
  const healed =
    params.status === "ENABLED" ? { first_failed_at: undefined, last_error: undefined, last_payload: undefined } : {};
  return state.webhooks.update(path.webhook_id, { ...params, ...healed, date_modified: timestamp(now) });
}

function remove({ path, state }: Op<object, "webhook_id">): unknown {
  state.webhooks.delete(state.webhooks.require(path.webhook_id).id);
  return noContent();
}
