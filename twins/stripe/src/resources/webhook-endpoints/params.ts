import * as v from "valibot";
import { isApiVersion } from "../../api-version.ts";
import { boolean, clearable, codec, list, metadata, oneOf, params, shown, text, url } from "../../params/index.ts";
import { EVENT_TYPES } from "../events/event-types.ts";

const DESCRIPTION_CHARS_MAX = 5_000;

/** An event type of the modelled version, or all of them. */
const enabledEvent = oneOf(["*", ...EVENT_TYPES]);

const apiVersion = codec((raw) =>
  typeof raw === "string" && isApiVersion(raw)
    ? { value: raw }
    : { problem: raw === "" ? "empty" : `Invalid Stripe API version: ${shown(raw)}` },
);

const enabledEvents = v.pipe(
  list(enabledEvent),
  v.check((events) => events.length > 0, "You must specify at least one event in {param}."),
);

export const CreateWebhookEndpoint = params({
  api_version: v.optional(apiVersion),
  connect: v.optional(boolean()),
  description: v.optional(clearable(text(DESCRIPTION_CHARS_MAX))),
  enabled_events: enabledEvents,
  metadata: v.optional(metadata()),
  url: url(),
});
export type CreateWebhookEndpoint = v.InferOutput<typeof CreateWebhookEndpoint>;

export const UpdateWebhookEndpoint = params({
  description: v.optional(clearable(text(DESCRIPTION_CHARS_MAX))),
  disabled: v.optional(boolean()),
  enabled_events: v.optional(enabledEvents),
  metadata: v.optional(metadata()),
  url: v.optional(url()),
});
export type UpdateWebhookEndpoint = v.InferOutput<typeof UpdateWebhookEndpoint>;
