import type { AuthenticationOptions, RequestFacts } from "@twinkit-pro/twinkit";
import { accountIdOf } from "./account-id.ts";
import { apiVersionOf } from "./api-version.ts";
import { authenticationError, permissionError } from "./errors.ts";
import { hostedAccount } from "./resources/three-d-secure/hosted-account.ts";
import type { StripeAccount } from "./types.ts";

/** Keys this twin knows by their form: every well-formed secret key is an account of its own. */
const SECRET_KEY = /^(?<kind>sk|rk)_(?<mode>test|live)_[A-Za-z0-9_]{1,247}$/;
const PUBLISHABLE_KEY = /^pk_(?:test|live)_/;
const ACCOUNT_ID = /^acct_[A-Za-z0-9]{1,64}$/;
const SHOWN_TAIL_CHARS = 4;

/**
 * The account behind the secret key, sent as a bearer token or as the user name of basic authentication.
 * @throws VendorError 401 without a usable key, 403 for a publishable one or a foreign account, 400 for a bad version
 */
export function authenticate(request: RequestFacts, { strict }: AuthenticationOptions): StripeAccount {
  const hosted = hostedAccount(request);
  if (hosted !== null) return hosted;
  const key = keyOf(request.headers["authorization"]);
  if (key === null && strict) throw missingKey();
  const form = key === null ? null : SECRET_KEY.exec(key);
  if (form === null && strict) throw PUBLISHABLE_KEY.test(key ?? "") ? publishableKey() : invalidKey(key ?? "");
  const apiVersion = apiVersionOf(request);
  return {
    world: key ?? "",
    account: connectedAccount(request, key ?? ""),
    livemode: form?.groups?.["mode"] === "live",
    apiVersion,
    keyKind: form?.groups?.["kind"] === "rk" ? "restricted" : "secret",
  };
}

function keyOf(authorization: string | undefined): string | null {
  const [, scheme = "", credential = ""] = /^(\S+) +(\S+)$/.exec(authorization ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return credential;
  if (scheme.toLowerCase() !== "basic") return null;
  const [user = ""] = Buffer.from(credential, "base64").toString("utf8").split(":", 1);
  return user === "" ? null : user;
}

/** `Stripe-Account`: the key's own account, or one connected to it, as which the twin takes every well-formed id. */
function connectedAccount({ headers }: RequestFacts, key: string): string {
  const id = headers["stripe-account"];
  if (id === undefined || id === "") return "";
  if (ACCOUNT_ID.test(id)) return id === accountIdOf(key) ? "" : id;
  const message =
    `The provided key '${masked(key)}' does not have access to account '${id}' ` +
    "(or that account does not exist). Application access may have been revoked.";
  throw permissionError({ code: "account_invalid", message });
}

function missingKey(): Error {
  return authenticationError(
    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth " +
      "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, " +
      "or we can help at https://support.stripe.com/.",
  );
}

function invalidKey(key: string): Error {
  return authenticationError(`Invalid API Key provided: ${masked(key)}`);
}

function publishableKey(): Error {
  const message =
    "This API call cannot be made with a publishable API key. Please use a secret API key. " +
    "You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.";
  return permissionError({ code: "secret_key_required", message });
}

/** A key as Stripe shows it: its prefix and its last four characters, never the rest. */
function masked(key: string): string {
  const prefix = /^[a-z]{2}_(?:test|live)_/.exec(key)?.[0] ?? "";
  const secret = key.slice(prefix.length);
  if (secret.length <= SHOWN_TAIL_CHARS) return prefix + "*".repeat(secret.length);
  return prefix + "*".repeat(secret.length - SHOWN_TAIL_CHARS) + secret.slice(-SHOWN_TAIL_CHARS);
}
