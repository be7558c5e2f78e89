import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { dateTime, map, nullable, oneOf, text, url, uuid } from "../../params/values.ts";

const WEBHOOK_STATUSES = ["ENABLED", "DISABLED", "FAILING", "DELETED"] as const;

const webhookFields = {
  name: text,
  description: text,
  url,
  event_type: text,
  realm: nullable(text),
  operation: nullable(text),
  object_id: nullable(uuid),
  query: text,
  headers: map(text),
  status: oneOf(WEBHOOK_STATUSES),
  deleted_at: dateTime,
};

export const WebhookInput = fields(webhookFields, ["url", "event_type", "status"]);

export interface Webhook extends Values<typeof WebhookInput> {
  readonly id: string;
  readonly realm: string | null;
  readonly operation: string | null;
  readonly object_id: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly date_created: string;
  readonly date_modified: string;
  /** Set while deliveries fail, gone after one that succeeds. */
  readonly first_failed_at?: string | undefined;
  readonly last_error?: string | undefined;
  /** Body of the last delivery that failed. */
  readonly last_payload?: string | undefined;
}

export const webhooks = collection<Webhook, "event_type">({
  id: (ids) => ids.uuid(),
  missing: missing("Webhook does not exist"),
  indexes: ["event_type"],
});
