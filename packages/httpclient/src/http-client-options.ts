/** What a name resolves to. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface HttpClientOptions {
  /** Who calls, for the User-Agent: a twin id, `wt`. */
  readonly component: string;
  /** Version for the User-Agent. @default the version of this package */
  readonly version?: string | undefined;
  /** Bound of a whole request in milliseconds: resolving, connecting, redirects, retries and body. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  /** Bound of an answer's body in bytes. @default 16 MiB */
  readonly maxResponseBytes?: number | undefined;
  /**
   * The only hosts that requests and redirects may go to: `example.com`, `*.example.com` (subdomains), `[::1]`,
   * each with `:port` where one port is meant. An empty list allows none.
   * @default any host
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * Refuse every host that is not, or does not resolve to, 127.0.0.0/8 or ::1 alone; `except` lists hosts, written as in
   * `allowedHosts`, that may be elsewhere. @default false
   */
  readonly loopbackOnly?: boolean | { readonly except: readonly string[] } | undefined;
  /** Most retries of one idempotent request. @default 2 */
  readonly retries?: number | undefined;
  /** Most redirects followed for one request; 0 hands a redirect to the caller as an answer. @default 5 */
  readonly maxRedirects?: number | undefined;
  /** Trusted certificate authorities as PEM, instead of the system's. */
  readonly ca?: string | readonly string[] | undefined;
  /** Resolves a host name. @default the operating system */
  readonly lookup?: ((hostname: string) => Promise<readonly ResolvedAddress[]>) | undefined;
  /** Milliseconds since the epoch, to read the dates of `Retry-After`. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** Waits between retries; ends at once, by resolving or rejecting, when the signal aborts. */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** A number in [0, 1) for the jitter of retries. @default Math.random */
  readonly random?: (() => number) | undefined;
}
