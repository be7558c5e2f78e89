export { createHttpClient, type HttpClient } from "./http-client.ts";
export { HttpClientError, type HttpClientErrorCode } from "./http-client-error.ts";
export type { HttpClientOptions, ResolvedAddress } from "./http-client-options.ts";
export type { HttpHeaders, HttpRequest } from "./http-request.ts";
export type { HttpResponse } from "./http-response.ts";
export { isLoopbackAddress, LOOPBACK_HOSTS } from "./loopback.ts";
export { redactUrl } from "./redact-url.ts";
export { parseRetryAfter } from "./retry-after.ts";
