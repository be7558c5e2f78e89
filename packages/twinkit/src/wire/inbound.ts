/** A request to the vendor's API, whoever carries it: a socket, or `fetch` in the caller's own process. */
export interface Inbound {
  readonly method: string;
  /** Absolute, without a fragment, as the WHATWG URL parser writes it. */
  readonly url: string;
  /** Lower-case names; repeated headers are joined by `, ` (RFC 9110 section 5.3). */
  readonly headers: Readonly<Record<string, string>>;
  /** Reads the body whole. @throws BodyTooLargeError as soon as more than `maxBytes` have arrived */
  readonly readBody: (maxBytes: number) => Promise<Uint8Array> | Uint8Array;
}
