import { HttpClientError } from "./http-client-error.ts";
import type { HttpHeaders, HttpRequest } from "./http-request.ts";
import { redactUrl } from "./redact-url.ts";

/** One exchange with one URL: the first of a request, or one that a redirect led to. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: HttpHeaders;
  readonly body: string | Uint8Array | null;
}

const METHOD = /^[A-Z][A-Z-]{0,31}$/;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** Field values of RFC 9110 section 5.5: no control characters, so no header can smuggle another. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MANAGED_HEADERS: ReadonlySet<string> = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "upgrade",
  "expect",
]);

/**
 * The first hop of a request, checked whole.
 * @throws HttpClientError `invalid_url`, `invalid_request`
 */
export function firstHop(request: HttpRequest, userAgent: string): Hop {
  const url = parseUrl(request.url);
  const method = request.method.toUpperCase();
  if (!METHOD.test(method) || method === "CONNECT") {
    throw new HttpClientError("invalid_request", `${redactUrl(url)}: method ${JSON.stringify(method)} cannot be sent.`);
  }
  const headers: Record<string, string> = { "user-agent": userAgent };
  const basic = takeBasicCredentials(url);
  if (basic !== null) headers["authorization"] = basic;
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers[checkedName(name, url)] = checkedValue(name, value, url);
  }
  return { url, method, headers, body: request.body ?? null };
}

function parseUrl(url: string | URL): URL {
  const parsed = URL.parse(String(url));
  if (parsed === null) {
    // Unparsed text may hold a password anywhere, so none of it is shown.
    throw new HttpClientError(
      "invalid_url",
      "The URL of the request is not an absolute URL, such as https://host/path.",
    );
  }
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    throw new HttpClientError(
      "invalid_url",
      `URLs of scheme ${parsed.protocol} cannot be requested; use http: or https:.`,
    );
  }
  parsed.hash = "";
  return parsed;
}

/** Moves user information out of the URL (RFC 7617), so that no later message or redirect can carry it. */
function takeBasicCredentials(url: URL): string | null {
  if (url.username === "" && url.password === "") return null;
  const userInfo = `${decodePercent(url.username)}:${decodePercent(url.password)}`;
  url.username = "";
  url.password = "";
  return `Basic ${Buffer.from(userInfo, "utf8").toString("base64")}`;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function checkedName(name: string, url: URL): string {
  const lower = name.toLowerCase();
  if (!HEADER_NAME.test(lower)) {
    throw new HttpClientError("invalid_request", `${redactUrl(url)}: ${JSON.stringify(name)} is not a header name.`);
  }
  if (MANAGED_HEADERS.has(lower)) {
    throw new HttpClientError(
      "invalid_request",
      `${redactUrl(url)}: header ${lower} is set by the client; leave it out.`,
    );
  }
  return lower;
}

function checkedValue(name: string, value: string, url: URL): string {
  if (HEADER_VALUE.test(value)) return value;
  throw new HttpClientError(
    "invalid_request",
    `${redactUrl(url)}: the value of header ${name} holds characters that a header cannot carry.`,
  );
}
