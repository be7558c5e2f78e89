/**
 * Why a request got no answer.
 *
 * - `timeout`: the whole request, redirects and retries included, took longer than `timeoutMs`.
 * - `aborted`: the caller's signal was aborted.
 * - `closed`: the client was closed.
 * - `invalid_option`: an option of the client is out of its range.
 * - `invalid_url`: the address is not an absolute http or https URL.
 * - `invalid_request`: the method, a header or an option of the request cannot be sent.
 * - `host_not_allowed`: the host is not in `allowedHosts`.
 * - `not_loopback`: the client is `loopbackOnly` and the host is, or resolves to, another address.
 * - `address_forbidden`: the host is, or resolves to, an address that no request may go to: link-local, a cloud's
 *   metadata service, multicast, unspecified.
 * - `name_not_resolved`: the host name has no address.
 * - `connection_refused`: nothing listens at the address.
 * - `connection_failed`: the connection could not be made, or was lost before the answer was complete.
 * - `tls`: no TLS 1.2 or later session with a trusted certificate could be made.
 * - `redirect_refused`: the redirect would leave https, leave the host with credentials or a body, or names no usable URL.
 * - `too_many_redirects`: more than `maxRedirects` redirects.
 * - `response_too_large`: the answer's head or body is over its bound.
 * - `invalid_response`: the answer is not HTTP, or not what `text()` and `json()` can read.
 */
export type HttpClientErrorCode =
  | "timeout"
  | "aborted"
  | "closed"
  | "invalid_option"
  | "invalid_url"
  | "invalid_request"
  | "host_not_allowed"
  | "not_loopback"
  | "address_forbidden"
  | "name_not_resolved"
  | "connection_refused"
  | "connection_failed"
  | "tls"
  | "redirect_refused"
  | "too_many_redirects"
  | "response_too_large"
  | "invalid_response";

/**
 * The one error class of the package. Switch on `code`, not on the message.
 * The message names the request without its secrets: user information is left out and query values are masked.
 */
export class HttpClientError extends Error {
  readonly code: HttpClientErrorCode;

  constructor(code: HttpClientErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "HttpClientError";
    this.code = code;
  }
}
