import { collection } from "@twinkit-pro/twinkit";
import { resourceMissing } from "../../errors.ts";
import type { Op } from "../../types.ts";

/** A card holder is asked to authenticate for an intent. */
export interface Challenge {
  readonly id: string;
  readonly intent: string;
  readonly method: string;
  /** Where the holder goes back to; null where the page is the end of the way. */
  readonly return_url: string | null;
  readonly status: "open" | "authenticated" | "failed";
}

export const challenges = collection<Challenge>({
  id: (ids) => ids.prefixed("payatt_3", 23),
  missing: resourceMissing("payment attempt", "source"),
});

/** Where the page of a challenge is: under Stripe's own path, on this twin. */
export const HOSTED_PATH = "/3d_secure_2/hosted";

/** What an intent shows while its challenge is open: the page, or a hint for Stripe's own client libraries. */
export interface NextAction {
  readonly type: "redirect_to_url" | "use_stripe_sdk";
  readonly redirect_to_url?: { readonly return_url: string; readonly url: string };
  readonly use_stripe_sdk?: { readonly source: string; readonly stripe_js: string; readonly type: string };
}

export interface ChallengeRequest {
  readonly intent: string;
  readonly method: string;
  readonly returnUrl: string | null;
  /** Stripe's client library handles the challenge, whatever the return URL. */
  readonly useStripeSdk: boolean;
}

/** Opens a challenge and says where it is answered. */
export function openChallenge(op: Op, asked: ChallengeRequest): { challenge: Challenge; nextAction: NextAction } {
  const { intent, method, returnUrl, useStripeSdk } = asked;
  const challenge = op.state.challenges.insert({ intent, method, return_url: returnUrl, status: "open" });
  const url = pageUrl(op, challenge.id);
  if (returnUrl !== null && !useStripeSdk) {
    return { challenge, nextAction: { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl, url } } };
  }
  const sdk = { source: challenge.id, stripe_js: url, type: "three_d_secure_redirect" };
  return { challenge, nextAction: { type: "use_stripe_sdk", use_stripe_sdk: sdk } };
}

/** The page's address names the world and the connected account, since a browser brings no key. */
function pageUrl({ request, account }: Op, challenge: string): string {
  const url = new URL(HOSTED_PATH, request.origin);
  url.searchParams.set("world", request.world);
  if (account.account !== "") url.searchParams.set("stripe_account", account.account);
  url.searchParams.set("source", challenge);
  return url.href;
}
