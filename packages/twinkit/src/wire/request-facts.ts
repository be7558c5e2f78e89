/** What error builders, authentication and response headers may know of a request. Header names are lower case. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  /** Query text without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `http://host:port` as the client addressed the twin; links that a twin hands out start with it. */
  readonly origin: string;
  /** Identifier of this request in the vendor's form; the same seed gives the same sequence. */
  readonly requestId: string;
  /** Name of the world that serves the request; what a twin writes into links that are called without a credential. */
  readonly world: string;
  /** The world's clock, in milliseconds since the epoch. */
  readonly receivedAtMs: number;
}
