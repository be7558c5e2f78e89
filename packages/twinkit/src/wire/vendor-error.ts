export interface VendorErrorInit {
  /** HTTP status. */
  readonly status: number;
  /** The vendor's error envelope, sent as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The vendor's code for the error, for the ledger and telemetry. */
  readonly code: string;
}

/**
 * An error as the vendor would answer it. Thrown by a handler it undoes everything the operation wrote;
 * returned by a handler it is answered and the writes stay (a declined payment leaves its trace).
 */
export class VendorError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly code: string;

  constructor(init: VendorErrorInit) {
    super(`${init.status} ${init.code}`);
    this.name = "VendorError";
    this.status = init.status;
    this.body = init.body;
    this.headers = init.headers ?? {};
    this.code = init.code;
  }
}
