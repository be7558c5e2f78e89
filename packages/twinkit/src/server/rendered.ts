import { Reply } from "../wire/reply.ts";
import type { Interruption } from "../faults/interruption.ts";
import { VendorError } from "../wire/vendor-error.ts";

/** An answer ready for the wire. */
export interface Rendered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** The vendor's error code, null where the answer is no error. */
  readonly errorCode: string | null;
  /** How the connection breaks, where the user wants that. */
  readonly interruption?: Interruption;
}

/** What goes back to the client, whoever carries it. */
export type Answer = Pick<Rendered, "status" | "headers" | "body" | "interruption">;

const JSON_TYPE = { "content-type": "application/json" };

/** Turns what a handler returned or threw into status, headers and bytes. */
export function render(outcome: unknown): Rendered {
  if (outcome instanceof VendorError) {
    const headers = { ...JSON_TYPE, ...outcome.headers };
    return { status: outcome.status, headers, body: JSON.stringify(outcome.body), errorCode: outcome.code };
  }
  if (!(outcome instanceof Reply)) {
    return { status: 200, headers: JSON_TYPE, body: JSON.stringify(outcome), errorCode: null };
  }
  const { status, headers, body } = outcome;
  if (body === undefined) return { status, headers, body: null, errorCode: null };
  if (typeof body === "string" || body instanceof Uint8Array) return { status, headers, body, errorCode: null };
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body), errorCode: null };
}

/** What becomes of a request whose connection breaks before there is an answer: the ledger has status 0. */
export function unanswered(interruption: Interruption): Rendered {
  return { status: 0, headers: {}, body: null, errorCode: null, interruption };
}

/** The answer where the definition itself is at fault: it threw outside of a handler, or made a header that cannot be sent. */
export function failureOfTwin(): Answer {
  const error = { code: "internal", message: "The twin failed; its log has the cause.", path: null };
  return { status: 500, headers: JSON_TYPE, body: JSON.stringify({ error }) };
}
