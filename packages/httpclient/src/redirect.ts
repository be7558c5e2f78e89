import type { Hop } from "./hop.ts";
import { HttpClientError } from "./http-client-error.ts";
import type { HttpHeaders } from "./http-request.ts";
import type { ReceivedResponse } from "./http-response.ts";
import { redactUrl } from "./redact-url.ts";

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BODY_HEADERS: ReadonlySet<string> = new Set(["content-type", "content-encoding", "content-language"]);
/** Headers that say nothing secret. Any other may be a credential: vendors use dozens of names for theirs. */
const HARMLESS_HEADERS: ReadonlySet<string> = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "content-type",
  "content-encoding",
  "content-language",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "range",
  "user-agent",
]);

/**
 * Where a redirect leads, as the Fetch standard (section 4.4, HTTP-redirect fetch) rewrites method and body.
 * @returns null where the response is no redirect.
 * @throws HttpClientError `redirect_refused`
 */
export function redirectedHop(hop: Hop, response: ReceivedResponse): Hop | null {
  const location = response.headers["location"];
  if (!REDIRECT_STATUSES.has(response.status) || location === undefined) return null;
  const url = redirectTarget(hop, location);
  const becomesGet =
    (response.status === 303 && hop.method !== "GET" && hop.method !== "HEAD") ||
    ((response.status === 301 || response.status === 302) && hop.method === "POST");
  const next: Hop = becomesGet
    ? { url, method: "GET", headers: withoutBodyHeaders(hop.headers), body: null }
    : { ...hop, url };
  if (!isSameHost(hop.url, url)) refuseToCarry(hop, next);
  return next;
}

function redirectTarget(hop: Hop, location: string): URL {
  const url = URL.parse(location, hop.url);
  if (url === null) throw refused(hop.url, "the location it names is not a URL");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refused(hop.url, `the location has the scheme ${url.protocol}`);
  }
  if (hop.url.protocol === "https:" && url.protocol === "http:") {
    throw refused(hop.url, `${redactUrl(url)} is not encrypted`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refused(hop.url, `the location on ${url.host} carries credentials of its own`);
  }
  url.hash = "";
  return url;
}

/** Same host and port; a step from http to https on their default ports stays on the host. */
function isSameHost(from: URL, to: URL): boolean {
  return from.host === to.host && (from.protocol === to.protocol || (from.port === "" && to.port === ""));
}

function refuseToCarry(hop: Hop, next: Hop): void {
  const secret = Object.keys(next.headers).find((name) => !HARMLESS_HEADERS.has(name));
  const carried = secret === undefined ? (next.body === null ? null : "the body") : `header ${secret}`;
  if (carried !== null) throw refused(hop.url, `it would carry ${carried} to another host, ${next.url.host}`);
}

function withoutBodyHeaders(headers: HttpHeaders): HttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !BODY_HEADERS.has(name)));
}

function refused(from: URL, reason: string): HttpClientError {
  return new HttpClientError(
    "redirect_refused",
    `${redactUrl(from)}: the redirect was not followed because ${reason}. Request the final address directly.`,
  );
}
