import { isIP } from "node:net";
import { addressKind } from "./address-kind.ts";
import { HttpClientError, type HttpClientErrorCode } from "./http-client-error.ts";
import { redactUrl } from "./redact-url.ts";

export interface HostPolicyOptions {
  readonly allowedHosts?: readonly string[] | undefined;
  readonly loopbackOnly?: boolean | { readonly except: readonly string[] } | undefined;
}

/** Scheme, host and port of a request; a URL is one. */
export interface Origin {
  readonly protocol: string;
  readonly hostname: string;
  /** Empty for the scheme's own port. */
  readonly port: string;
}

/** Why an address may not be connected to; `reason` is a sentence without its full stop. */
export interface AddressRefusal {
  readonly code: HttpClientErrorCode;
  readonly reason: string;
}

/** Decides where requests may go: first by the URL, then by the addresses that its name resolved to. */
export interface HostPolicy {
  /** @throws HttpClientError `host_not_allowed`, `not_loopback`, `address_forbidden` */
  check(url: URL): void;
  /** Judges an address for one connection to `origin`; null lets it pass. */
  refusalOf(origin: Origin, address: string): AddressRefusal | null;
}

const HOST_ENTRY = /^(\*\.)?(\[[0-9a-f:.]+\]|[^\s:/?#@[\]*]+)(?::(\d{1,5}))?$/i;

/** @throws HttpClientError `invalid_option` for an entry that is not a host. */
export function createHostPolicy(options: HostPolicyOptions): HostPolicy {
  const { loopbackOnly = false } = options;
  const allowed = options.allowedHosts?.map((entry) => parseHostEntry("allowedHosts", entry));
  const exceptions =
    typeof loopbackOnly === "boolean"
      ? []
      : loopbackOnly.except.map((entry) => parseHostEntry("loopbackOnly.except", entry));

  const refusalOf = (origin: Origin, address: string): AddressRefusal | null => {
    const kind = addressKind(address);
    if (kind === "forbidden") {
      const reason = `${address} is a link-local, metadata or unspecified address, and no request may go there`;
      return { code: "address_forbidden", reason };
    }
    if (kind === "loopback" || loopbackOnly === false || exceptions.some((matches) => matches(origin))) return null;
    return {
      code: "not_loopback",
      reason: `${address} is not a loopback address, and this client sends to loopback only`,
    };
  };

  return {
    check(url) {
      if (allowed !== undefined && !allowed.some((matches) => matches(url))) {
        throw new HttpClientError(
          "host_not_allowed",
          `${redactUrl(url)}: host ${url.host} is not allowed. Add it to allowedHosts if requests may go there.`,
        );
      }
      const address = literalAddress(url);
      const refusal = address === null ? null : refusalOf(url, address);
      if (refusal !== null) throw new HttpClientError(refusal.code, `${redactUrl(url)}: ${refusal.reason}.`);
    },
    refusalOf,
  };
}

function parseHostEntry(option: string, entry: string): (origin: Origin) => boolean {
  const [, wildcard, name = "", port] = HOST_ENTRY.exec(entry) ?? [];
  const host = URL.parse(`http://${name}/`)?.hostname;
  if (host === undefined || host === "") {
    throw new HttpClientError(
      "invalid_option",
      `${option}: ${JSON.stringify(entry)} is not a host. Write "example.com", "*.example.com", "127.0.0.1" or "[::1]", each with ":port" if only one port is meant.`,
    );
  }
  const wanted = withoutRootDot(host);
  return (origin) => {
    const actual = withoutRootDot(origin.hostname);
    const named = wildcard === undefined ? actual === wanted : actual.endsWith(`.${wanted}`);
    return named && (port === undefined || Number(port) === effectivePort(origin));
  };
}

function literalAddress(url: URL): string | null {
  const address = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(address) === 0 ? null : address;
}

function withoutRootDot(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

function effectivePort(origin: Origin): number {
  if (origin.port !== "") return Number(origin.port);
  return origin.protocol === "https:" ? 443 : 80;
}
