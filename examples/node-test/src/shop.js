/**
 * @typedef {object} Order
 * @property {string} id
 * @property {string} email
 * @property {number} amount in cents
 * @property {string} card
 */

/** @typedef {"open" | "declined" | "paid"} OrderStatus */

/** What a shop has to do with Stripe: take money for an order, and hear from Stripe that it came. */
export class Shop {
  #stripe;
  #webhookSecret;
  /** @type {Map<string, OrderStatus>} */
  #orders = new Map();

  /**
   * @param {import("stripe").default} stripe
   * @param {string} webhookSecret
   */
  constructor(stripe, webhookSecret = "") {
    this.#stripe = stripe;
    this.#webhookSecret = webhookSecret;
  }

  /** @param {string} order */
  statusOf(order) {
    return this.#orders.get(order);
  }

  /**
   * Safe to repeat: each order has its idempotency keys, so no card is charged twice.
   *
   * @param {Order} order
   * @returns {Promise<OrderStatus>}
   */
  async checkout({ id, email, amount, card }) {
    this.#orders.set(id, "open");
    const customer = await this.#stripe.customers.create({ email }, { idempotencyKey: `${id}/customer` });
    try {
      await this.#stripe.paymentIntents.create(
        {
          amount,
          currency: "eur",
          customer: customer.id,
          payment_method: card,
          confirm: true,
          automatic_payment_methods: { enabled: true, allow_redirects: "never" },
          metadata: { order: id },
        },
        { idempotencyKey: `${id}/payment` },
      );
    } catch (error) {
      if (/** @type {{ type?: string }} */ (error).type !== "StripeCardError") throw error;
      this.#orders.set(id, "declined");
    }
    return this.#orders.get(id) ?? "open";
  }

  /**
   * @param {Buffer} body
   * @param {string} signature
   * @throws StripeSignatureVerificationError for what is not from Stripe
   */
  hear(body, signature) {
    const event = this.#stripe.webhooks.constructEvent(body, signature, this.#webhookSecret);
    const order = event.type === "payment_intent.succeeded" ? event.data.object.metadata["order"] : undefined;
    if (order !== undefined) this.#orders.set(order, "paid");
  }
}
