import { departed } from "./departed.ts";
import { balanceTransactions } from "./resources/balance-transactions/balance-transaction.ts";
import { charges } from "./resources/charges/charge.ts";
import { customers } from "./resources/customers/customer.ts";
import { events } from "./resources/events/event.ts";
import { paymentIntents } from "./resources/payment-intents/payment-intent.ts";
import { paymentMethods } from "./resources/payment-methods/payment-method.ts";
import { prices } from "./resources/prices/price.ts";
import { products } from "./resources/products/product.ts";
import { refunds } from "./resources/refunds/refund.ts";
import { setupIntents } from "./resources/setup-intents/setup-intent.ts";
import { challenges } from "./resources/three-d-secure/challenge.ts";
import { webhookEndpoints } from "./resources/webhook-endpoints/webhook-endpoint.ts";

/** Every collection of the twin. */
export const state = {
  balanceTransactions,
  challenges,
  charges,
  customers,
  departed,
  events,
  paymentIntents,
  paymentMethods,
  prices,
  products,
  refunds,
  setupIntents,
  webhookEndpoints,
};
