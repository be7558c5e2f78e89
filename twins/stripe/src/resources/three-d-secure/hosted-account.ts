import type { RequestFacts } from "@twinkit-pro/twinkit";
import { API_VERSION_DEFAULT } from "../../api-version.ts";
import type { StripeAccount } from "../../types.ts";
import { HOSTED_PATH } from "./challenge.ts";

const ACCOUNT_ID = /^acct_[A-Za-z0-9]{1,64}$/;

/** Whom a page that a browser opens without a key belongs to; null for any other request. */
export function hostedAccount({ path, query }: RequestFacts): StripeAccount | null {
  if (path !== HOSTED_PATH) return null;
  const params = new URLSearchParams(query);
  const world = params.get("world") ?? "";
  const connected = params.get("stripe_account") ?? "";
  if (world === "" || (connected !== "" && !ACCOUNT_ID.test(connected))) return null;
  return {
    world: { name: world },
    account: connected,
    livemode: false,
    apiVersion: API_VERSION_DEFAULT,
    keyKind: "restricted",
  };
}
