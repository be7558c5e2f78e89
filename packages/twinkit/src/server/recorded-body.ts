import { isUtf8 } from "node:buffer";
import type { RecordedMessage } from "@twinkit-pro/contracts";
import type { Scrubber, SecretLabel } from "../world/scrub.ts";

/** How much of a body the ledger keeps. */
export const RECORDED_BODY_BYTES_MAX = 64 * 1024;

const TEXT_TYPE = /^(?:text\/|application\/(?:json|xml|javascript|x-www-form-urlencoded|.+\+json))/i;

export type RecordedBody = Omit<RecordedMessage, "headers">;

/** Text as it came in and still to be scrubbed, or a body in its final form. */
export type HeldBody = string | RecordedBody;

/** What the ledger holds of a body: short text as it is; of long text the scrubbed beginning; anything else as base64. */
export function heldBody(
  body: string | Uint8Array | null,
  contentType: string | undefined,
  scrubber: Scrubber,
): HeldBody {
  if (body === null || body.length === 0) return "";
  const text = textOf(body, contentType);
  if (text !== null) return text.length <= RECORDED_BODY_BYTES_MAX ? text : beginning(scrubber.text(text));
  const kept = Buffer.from(body as Uint8Array)
    .subarray(0, RECORDED_BODY_BYTES_MAX)
    .toString("base64");
  const truncated = body.length > RECORDED_BODY_BYTES_MAX;
  return { body: kept, body_encoding: "base64", ...(truncated ? { truncated } : {}) };
}

/** A body as everybody may see it. */
export function recorded(held: HeldBody, scrubber: Scrubber, label?: SecretLabel): RecordedBody {
  if (typeof held !== "string") return held;
  if (held === "") return { body: "", body_encoding: "none" };
  return beginning(scrubber.text(held, label));
}

export function heldWeight(held: HeldBody): number {
  return typeof held === "string" ? held.length : held.body.length;
}

/** Bytes that are no text whatever they were said to be can have no secrets taken out, and are not readable either. */
function textOf(body: string | Uint8Array, contentType: string | undefined): string | null {
  if (typeof body === "string") return body;
  const isText = contentType === undefined || TEXT_TYPE.test(contentType) || isUtf8(body);
  return isText ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8") : null;
}

function beginning(text: string): RecordedBody {
  if (text.length <= RECORDED_BODY_BYTES_MAX) return { body: text, body_encoding: "utf8" };
  // Through bytes: a slice of a long text would keep the whole of it in memory.
  const start = Buffer.from(text.slice(0, RECORDED_BODY_BYTES_MAX)).toString();
  return { body: start, body_encoding: "utf8", truncated: true };
}
