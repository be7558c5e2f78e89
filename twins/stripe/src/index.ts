import { defineTwin } from "@twinkit-pro/twinkit";
import { answering } from "./answer.ts";
import { apiVersionHeader } from "./api-version.ts";
import { authenticate } from "./auth.ts";
import * as errors from "./errors.ts";
import { idempotency, idempotencyKeyHeader } from "./idempotency.ts";
import { injectableErrors } from "./injectable-errors.ts";
import { invalidParams } from "./invalid-params.ts";
import { rateLimits } from "./limits.ts";
import { quirks } from "./quirks.ts";
import { balance } from "./resources/balance/index.ts";
import { balanceTransaction } from "./resources/balance-transactions/index.ts";
import { charge } from "./resources/charges/index.ts";
import { customer } from "./resources/customers/index.ts";
import { event } from "./resources/events/index.ts";
import { paymentIntent } from "./resources/payment-intents/index.ts";
import { paymentMethod } from "./resources/payment-methods/index.ts";
import { price } from "./resources/prices/index.ts";
import { product } from "./resources/products/index.ts";
import { refund } from "./resources/refunds/index.ts";
import { setupIntent } from "./resources/setup-intents/index.ts";
import { threeDSecure } from "./resources/three-d-secure/index.ts";
import { webhookEndpoint } from "./resources/webhook-endpoints/index.ts";
import { replay } from "./replay.ts";
import { state } from "./state.ts";
import { TEST_CARD_NUMBERS } from "./test-cards/cards.ts";
import type { StripeTwin } from "./types.ts";
import { webhooks } from "./webhooks.ts";

const resources = [
  balance,
  balanceTransaction,
  charge,
  customer,
  event,
  paymentIntent,
  paymentMethod,
  price,
  product,
  refund,
  setupIntent,
  webhookEndpoint,
];

/** The Stripe twin. https://docs.stripe.com/api */
export const twin = defineTwin<StripeTwin>({
  name: "stripe",
  version: "0.1.0",
  port: 4111,
  state,
  resources: [...resources.map(answering), threeDSecure],
  authenticate,
  credential: (name) => `sk_test_${name}`,
  errors: {
    unknownRoute: ({ method, path }) => errors.unrecognizedUrl(method, path),
    invalidParams: (issues, request) => errors.withRequestLog(invalidParams(issues), request),
    malformedBody: (reason) => errors.invalidRequest({ message: `Invalid request: ${reason}.` }),
    unsupportedMediaType: () => errors.wrongContentType(),
    bodyTooLarge: (maxBytes) => errors.bodyTooLarge(maxBytes),
    internal: () => errors.apiError(),
    injectable: injectableErrors,
  },
  parameters: "brackets",
  accepts: ["form"],
  requestId: (ids) => ids.prefixed("req_", 14),
  responseHeaders: (request) => ({
    "cache-control": "no-cache, no-store",
    "request-id": request.requestId,
    ...apiVersionHeader(request),
    ...idempotencyKeyHeader(request),
  }),
  idempotency,
  webhooks,
  rateLimits,
  quirks,
  secrets: {
    headers: ["stripe-signature"],
    fields: ["client_secret", "secret", "number", "cvc"],
    keep: TEST_CARD_NUMBERS,
  },
  replay,
});
