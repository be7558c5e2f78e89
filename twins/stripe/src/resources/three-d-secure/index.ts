import { get, post, type Reply, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { formatAmount } from "../../amounts.ts";
import { oneOf, text } from "../../params/index.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { withQuery } from "../intents/return-url.ts";
import { settleChallengeOfPayment } from "../payment-intents/challenge.ts";
import { settleChallengeOfSetup } from "../setup-intents/challenge.ts";
import { type Challenge, HOSTED_PATH } from "./challenge.ts";
import { challengePage, messagePage } from "./page.ts";

const Page = v.object({ source: text() });
const Answer = v.strictObject({ outcome: oneOf(["complete", "fail"]) });
type Page = v.InferOutput<typeof Page>;
type Answer = v.InferOutput<typeof Answer>;

/** The pages on which a card holder authenticates; a browser opens them without a key. */
export const threeDSecure = resource<StripeTwin>("three_d_secure", {
  operations: {
    GetThreeDSecureHosted: get(HOSTED_PATH, Page, show),
    PostThreeDSecureHosted: post(HOSTED_PATH, { body: Answer, query: Page }, answer),
  },
});

const HTML = { "content-type": "text/html; charset=utf-8" };
const OVER = { heading: "Nothing to authenticate", text: "This authentication is over." };

function show(op: Op<Page>): Reply {
  const challenge = op.state.challenges.get(op.params.source);
  if (challenge?.status !== "open") return reply(messagePage(OVER), { status: 404, headers: HTML });
  return reply(challengePage({ heading: "3D Secure test page", text: subject(op, challenge) }), { headers: HTML });
}

function subject({ state }: Op, { intent }: Challenge): string {
  const payment = state.paymentIntents.get(intent);
  return payment === undefined
    ? "Save this card for later payments?"
    : `Pay ${formatAmount(payment.amount, payment.currency)}?`;
}

function answer(op: AnswerOp): Reply {
  const challenge = op.state.challenges.get(op.query.source);
  if (challenge?.status !== "open") return reply(messagePage(OVER), { status: 404, headers: HTML });
  const status = op.params.outcome === "complete" ? "authenticated" : "failed";
  const settled = op.state.challenges.update(challenge.id, { status });
  const outcome = settleChallengeOfPayment(op, settled) ?? settleChallengeOfSetup(op, settled);
  if (outcome === null) return reply(messagePage(OVER), { status: 404, headers: HTML });
  if (challenge.return_url === null) {
    const said = outcome.succeeded ? "You are authenticated." : "The authentication or the payment failed.";
    return reply(messagePage({ heading: "3D Secure test page", text: said }), { headers: HTML });
  }
  const location = withQuery(challenge.return_url, {
    ...outcome.query,
    redirect_status: outcome.succeeded ? "succeeded" : "failed",
    source_type: "card",
  });
  return reply("", { status: 303, headers: { location } });
}

type AnswerOp = Op<Answer> & { readonly query: Page };
