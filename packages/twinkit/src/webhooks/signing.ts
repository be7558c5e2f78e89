import { createHmac } from "node:crypto";

/** What a signer knows of one attempt. */
export interface SigningInput {
  /** The event's id: the same for every attempt and every endpoint. */
  readonly id: string;
  readonly method: "POST";
  readonly url: string;
  readonly body: string;
  readonly contentType: string;
  readonly secret: string;
  /**
   * Milliseconds since the epoch by the machine's clock: the receiver compares it with its own clock,
   * which does not move with the world's.
   */
  readonly timestampMs: number;
  /** Counts from 1. */
  readonly attempt: number;
}

/**
 * A signature by HMAC, as data. `signs` is what is signed and `headers` what is sent, both with placeholders:
 * - `{body}`, `{url}`, `{method}`, `{id}` of the message, `{attempt}`;
 * - `{form}`: names and values of a form body, sorted and run together; empty for other bodies;
 * - `{timestamp}` in seconds, `{timestampMs}`, `{timestampIso}`;
 * - `{signature}`, in headers only.
 */
export interface HmacSigning {
  readonly hash: "sha1" | "sha256" | "sha512";
  readonly signs: string;
  readonly encoding: "hex" | "base64";
  /** How the secret's text becomes the key: without `prefix`, decoded. @default the text itself, as UTF-8 */
  readonly key?: { readonly prefix?: string; readonly encoding: "utf8" | "base64" | "hex" };
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How a vendor signs: one HMAC, several side by side, or a function where no HMAC will do. */
export type Signing =
  | HmacSigning
  | readonly HmacSigning[]
  | ((input: SigningInput) => Readonly<Record<string, string>>);

/** `t=<seconds>,v1=<hex>` over `<seconds>.<body>`. */
export function timestampedHmac(header: string): HmacSigning {
  return {
    hash: "sha256",
    signs: "{timestamp}.{body}",
    encoding: "hex",
    headers: { [header]: "t={timestamp},v1={signature}" },
  };
}

/** Standard Webhooks 1.0 (https://www.standardwebhooks.com); services on Svix name the headers `svix-…`. */
export function standardWebhooks(prefix: "webhook" | "svix" = "webhook"): HmacSigning {
  return {
    hash: "sha256",
    signs: "{id}.{timestamp}.{body}",
    encoding: "base64",
    key: { prefix: "whsec_", encoding: "base64" },
    headers: {
      [`${prefix}-id`]: "{id}",
      [`${prefix}-timestamp`]: "{timestamp}",
      [`${prefix}-signature`]: "v1,{signature}",
    },
  };
}

/** An HMAC of the body alone: `bodyHmac("x-hub-signature-256", { prefix: "sha256=" })`. */
export function bodyHmac(
  header: string,
  options: Partial<Pick<HmacSigning, "hash" | "encoding">> & { readonly prefix?: string } = {},
): HmacSigning {
  const { hash = "sha256", encoding = "hex", prefix = "" } = options;
  return { hash, signs: "{body}", encoding, headers: { [header]: `${prefix}{signature}` } };
}

/** The headers that prove where a message comes from. Without a secret there is nothing to prove it with. */
export function signatureHeaders(signing: Signing | undefined, input: SigningInput): Readonly<Record<string, string>> {
  if (signing === undefined) return {};
  if (typeof signing === "function") return signing(input);
  if (input.secret === "") return {};
  const all = isList(signing) ? signing : [signing];
  return Object.assign({}, ...all.map((one) => hmacHeaders(one, input))) as Record<string, string>;
}

/** Placeholders that a template names and that have no meaning; a definition is refused for them. */
export function unknownPlaceholders(signing: Signing | undefined): string[] {
  if (signing === undefined || typeof signing === "function") return [];
  const all = isList(signing) ? signing : [signing];
  return all.flatMap(({ signs, headers }) => [
    ...placeholdersOf(signs).filter((name) => !Object.hasOwn(SIGNED, name)),
    ...Object.values(headers).flatMap((value) =>
      placeholdersOf(value).filter((name) => name !== "signature" && !Object.hasOwn(SIGNED, name)),
    ),
  ]);
}

const SIGNED: Readonly<Record<string, (input: SigningInput) => string>> = {
  id: ({ id }) => id,
  method: ({ method }) => method,
  url: ({ url }) => url,
  body: ({ body }) => body,
  form: sortedForm,
  timestamp: ({ timestampMs }) => String(Math.floor(timestampMs / 1_000)),
  timestampMs: ({ timestampMs }) => String(timestampMs),
  timestampIso: ({ timestampMs }) => new Date(timestampMs).toISOString(),
  attempt: ({ attempt }) => String(attempt),
};

function hmacHeaders(signing: HmacSigning, input: SigningInput): Record<string, string> {
  const { prefix = "", encoding = "utf8" } = signing.key ?? {};
  const text = input.secret.startsWith(prefix) ? input.secret.slice(prefix.length) : input.secret;
  const signed = fill(signing.signs, (name) => SIGNED[name]?.(input) ?? "");
  const signature = createHmac(signing.hash, Buffer.from(text, encoding)).update(signed).digest(signing.encoding);
  const filled = Object.entries(signing.headers).map(([name, value]) => [
    name,
    fill(value, (placeholder) => (placeholder === "signature" ? signature : (SIGNED[placeholder]?.(input) ?? ""))),
  ]);
  return Object.fromEntries(filled) as Record<string, string>;
}

/** Fills a template in one pass: braces in what is filled in stay as they are. */
function fill(template: string, valueOf: (name: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => valueOf(name));
}

function placeholdersOf(template: string): string[] {
  return Array.from(template.matchAll(/\{(\w+)\}/g), ([, name = ""]) => name);
}

function sortedForm({ body, contentType }: SigningInput): string {
  if (!contentType.startsWith("application/x-www-form-urlencoded")) return "";
  const fields = new Set(Array.from(new URLSearchParams(body), ([name, value]) => `${name}\0${value}`));
  return [...fields].toSorted().join("").replaceAll("\0", "");
}

function isList(signing: HmacSigning | readonly HmacSigning[]): signing is readonly HmacSigning[] {
  return Array.isArray(signing);
}
