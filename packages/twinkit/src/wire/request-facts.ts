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
}
