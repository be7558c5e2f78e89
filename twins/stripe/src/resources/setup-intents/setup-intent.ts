import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";
import type { State } from "../../types.ts";
import { METHOD_CONFIGURATION, type MethodTypes } from "../intents/method-types.ts";
import type { NextAction } from "../three-d-secure/challenge.ts";

export type SetupIntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "succeeded"
  | "canceled";

/** A setup intent as the twin keeps it. Times are in seconds. */
export interface SetupIntent extends MethodTypes {
  readonly id: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly cancellation_reason: string | null;
  readonly client_secret: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly last_setup_error: Stripe.SetupIntent.LastSetupError | null;
  /** The latest try; the object behind the id is not modelled. */
  readonly latest_attempt: string | null;
  readonly metadata: Metadata;
  readonly next_action: NextAction | null;
  readonly payment_method: string | null;
  readonly request_three_d_secure: "any" | "automatic" | "challenge";
  readonly status: SetupIntentStatus;
  readonly usage: "off_session" | "on_session";
  /** The challenge that is open; an answer to any other comes too late. */
  readonly challenge: string | null;
}

export const setupIntents = collection<SetupIntent, "customer" | "payment_method">({
  id: (ids) => ids.prefixed("seti_1", 23),
  missing: resourceMissing("setupintent", "intent"),
  indexes: ["customer", "payment_method"],
});

export function wireSetupIntent(intent: SetupIntent): Stripe.SetupIntent {
  const automatic = intent.automatic_payment_methods;
  return {
    id: intent.id,
    object: "setup_intent",
    allowed_payment_method_types: copied(intent.allowed_payment_method_types),
    application: null,
    automatic_payment_methods: automatic,
    cancellation_reason: intent.cancellation_reason as Stripe.SetupIntent.CancellationReason | null,
    client_secret: intent.client_secret,
    created: intent.created,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: copied(intent.excluded_payment_method_types),
    flow_directions: null,
    last_setup_error: intent.last_setup_error,
    latest_attempt: intent.latest_attempt,
    livemode: intent.livemode,
    managed_payments: { enabled: false },
    mandate: null,
    metadata: intent.metadata,
    next_action: intent.next_action,
    on_behalf_of: null,
    payment_method: intent.payment_method,
    payment_method_configuration_details: automatic === null ? null : { id: METHOD_CONFIGURATION, parent: null },
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: intent.request_three_d_secure },
    },
    payment_method_types: [...intent.payment_method_types],
    single_use_mandate: null,
    status: intent.status,
    usage: intent.usage,
  };
}

function copied(list: readonly string[] | null): string[] | null {
  return list === null ? null : [...list];
}

/** The intent in wire format, for `expand[]`; null where it is not there. */
export function loadSetupIntent(state: State, id: string): Stripe.SetupIntent | null {
  const intent = state.setupIntents.get(id);
  return intent === undefined ? null : wireSetupIntent(intent);
}
