import { HttpClientError } from "./http-client-error.ts";
import type { HttpHeaders } from "./http-request.ts";
import { redactUrl } from "./redact-url.ts";

/** A complete answer, of whatever status. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** The body as it was sent; the client asks for no content encoding and undoes none. */
  readonly body: Uint8Array;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  /** The body as UTF-8. @throws HttpClientError `invalid_response` where the body is compressed. */
  text(): string;
  /** The body as JSON. @throws HttpClientError `invalid_response` where it is compressed or not JSON. */
  json(): unknown;
}

export interface ReceivedResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Uint8Array;
}

export function createResponse(url: URL, received: ReceivedResponse): HttpResponse {
  const text = (): string => {
    const encoding = received.headers["content-encoding"] ?? "identity";
    if (encoding !== "identity" && received.body.byteLength > 0) {
      throw invalid(`the body is encoded with ${encoding}, which this client does not undo. Read body instead.`);
    }
    return new TextDecoder().decode(received.body);
  };
  const invalid = (what: string, cause?: unknown): HttpClientError =>
    new HttpClientError("invalid_response", `${redactUrl(url)} answered ${received.status}: ${what}`, { cause });
  return {
    ...received,
    url: url.href,
    text,
    json() {
      const source = text();
      try {
        return JSON.parse(source) as unknown;
      } catch (error) {
        throw invalid(`the body of ${received.body.byteLength} bytes is not JSON.`, error);
      }
    },
  };
}
