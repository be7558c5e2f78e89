/** Header names in lower case. A repeated header is joined by `, ` (RFC 9110 section 5.3). */
export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpRequest {
  readonly method: string;
  /** Absolute http or https URL. User information in it is sent as Basic credentials. */
  readonly url: string | URL;
  /** Sent beside `user-agent`, which a header of that name replaces. `host` and `content-length` come from the URL and the body. */
  readonly headers?: HttpHeaders | undefined;
  readonly body?: string | Uint8Array | null | undefined;
  /** Ends the request at any stage with `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Bound of this request instead of the client's. */
  readonly timeoutMs?: number | undefined;
  /** Bound of this answer's body in bytes instead of the client's. */
  readonly maxResponseBytes?: number | undefined;
  /** Whether a body over the bound is read up to it and the rest left unread, instead of refused. @default false */
  readonly cutBody?: boolean | undefined;
  /** Most redirects followed instead of the client's; 0 hands a redirect to the caller as an answer. */
  readonly maxRedirects?: number | undefined;
  /** Whether a retry may send this request again. @default true for GET, HEAD, PUT, DELETE and OPTIONS, else false */
  readonly idempotent?: boolean | undefined;
}
