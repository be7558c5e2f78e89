import { isIP } from "node:net";
import { HttpClientError } from "./http-client-error.ts";
import { isLoopbackAddress } from "./loopback.ts";
import { redactUrl } from "./redact-url.ts";

export interface HostPolicyOptions {
  readonly allowedHosts?: readonly string[] | undefined;
  readonly loopbackOnly?: boolean | undefined;
}

/** Decides by the URL alone where a request may go; addresses behind names are checked when they are resolved. */
export interface HostPolicy {
  /** @throws HttpClientError `host_not_allowed`, `not_loopback` */
  check(url: URL): void;
}

const ALLOWED_HOST = /^(\*\.)?(\[[0-9a-f:.]+\]|[^\s:/?#@[\]*]+)(?::(\d{1,5}))?$/i;

/** @throws HttpClientError `invalid_option` for an entry that is not a host. */
export function createHostPolicy(options: HostPolicyOptions): HostPolicy {
  const allowed = options.allowedHosts?.map(parseAllowedHost);
  return {
    check(url) {
      if (allowed !== undefined && !allowed.some((matches) => matches(url))) {
        throw new HttpClientError(
          "host_not_allowed",
          `${redactUrl(url)}: host ${url.host} is not allowed. Add it to allowedHosts if requests may go there.`,
        );
      }
      const address = literalAddress(url);
      if (options.loopbackOnly === true && address !== null && !isLoopbackAddress(address)) {
        throw new HttpClientError(
          "not_loopback",
          `${redactUrl(url)}: ${address} is not a loopback address, and this client sends to loopback only.`,
        );
      }
    },
  };
}

function parseAllowedHost(entry: string): (url: URL) => boolean {
  const [, wildcard, name = "", port] = ALLOWED_HOST.exec(entry) ?? [];
  const host = URL.parse(`http://${name}/`)?.hostname;
  if (host === undefined || host === "") {
    throw new HttpClientError(
      "invalid_option",
      `allowedHosts: ${JSON.stringify(entry)} is not a host. Write "example.com", "*.example.com", "127.0.0.1" or "[::1]", each with ":port" if only one port is meant.`,
    );
  }
  const wanted = withoutRootDot(host);
  return (url) => {
    const actual = withoutRootDot(url.hostname);
    const named = wildcard === undefined ? actual === wanted : actual.endsWith(`.${wanted}`);
    return named && (port === undefined || Number(port) === effectivePort(url));
  };
}

function literalAddress(url: URL): string | null {
  const address = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(address) === 0 ? null : address;
}

function withoutRootDot(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

function effectivePort(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}
