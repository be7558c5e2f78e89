import { departed } from "./departed.ts";
import { balanceTransactions } from "./resources/balance-transactions/balance-transaction.ts";
import { customers } from "./resources/customers/customer.ts";
import { events } from "./resources/events/event.ts";
import { paymentMethods } from "./resources/payment-methods/payment-method.ts";
import { prices } from "./resources/prices/price.ts";
import { products } from "./resources/products/product.ts";
import { webhookEndpoints } from "./resources/webhook-endpoints/webhook-endpoint.ts";

/** Every collection of the twin. */
export const state = {
  balanceTransactions,
  customers,
  departed,
  events,
  paymentMethods,
  prices,
  products,
  webhookEndpoints,
};
