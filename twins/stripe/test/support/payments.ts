import Stripe from "stripe";

/** What most payments of the tests have in common: a card, and no page to return to. */
const CARD_PAYMENT = { amount: 2_000, currency: "usd", allowed_payment_method_types: ["card"] } as const;

type CreateParams = Partial<Stripe.PaymentIntentCreateParams>;

/** An intent for a card that nobody has confirmed yet. */
export function intend(stripe: Stripe, params: CreateParams = {}): Promise<Stripe.Response<Stripe.PaymentIntent>> {
  const { allowed_payment_method_types: types, ...common } = CARD_PAYMENT;
  return stripe.paymentIntents.create({
    ...common,
    ...(params.automatic_payment_methods === undefined ? { allowed_payment_method_types: [...types] } : {}),
    ...params,
  });
}

/** A confirmed payment with a test card. */
export function pay(
  stripe: Stripe,
  method: string,
  params: CreateParams = {},
): Promise<Stripe.Response<Stripe.PaymentIntent>> {
  return intend(stripe, { payment_method: method, confirm: true, ...params });
}

/** The error that a request fails with; a request that succeeds fails the test. */
export async function failureOf(request: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const answer = await request.then(
    () => null,
    (error: unknown) => error,
  );
  if (answer instanceof Stripe.errors.StripeError) return answer;
  throw new Error(`expected a Stripe error, got ${String(answer)}`);
}

/** Everything the account was told of, oldest first. */
export async function eventsOf(stripe: Stripe): Promise<Stripe.Event[]> {
  const events = await stripe.events.list({ limit: 100 });
  return events.data.toReversed();
}

export async function eventTypesOf(stripe: Stripe): Promise<string[]> {
  return (await eventsOf(stripe)).map(({ type }) => type);
}

/** The page of the challenge that an intent waits for. */
export function challengeOf({ next_action: next }: Stripe.PaymentIntent | Stripe.SetupIntent): string {
  const sdk = next?.use_stripe_sdk as { readonly stripe_js?: string } | undefined;
  const url = next?.redirect_to_url?.url ?? sdk?.stripe_js;
  if (typeof url !== "string") throw new Error(`no challenge in ${JSON.stringify(next)}`);
  return url;
}

/** Presses a button of a challenge's page, as a browser does; does not follow where it leads. */
export function answerChallenge(url: string, outcome: "complete" | "fail"): Promise<Response> {
  return fetch(url, { method: "POST", body: new URLSearchParams({ outcome }), redirect: "manual" });
}
