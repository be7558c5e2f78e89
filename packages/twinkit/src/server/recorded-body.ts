import { isUtf8 } from "node:buffer";
import type { RecordedMessage } from "@twinkit-pro/contracts";
import type { Scrubber, SecretLabel } from "../world/scrub.ts";
import type { StoredText, TextStore } from "../world/text-store.ts";

/** How much of a body the ledger keeps. */
export const RECORDED_BODY_BYTES_MAX = 64 * 1024;

const TEXT_TYPE = /^(?:text\/|application\/(?:json|xml|javascript|x-www-form-urlencoded|.+\+json))/i;

export type RecordedBody = Omit<RecordedMessage, "headers">;

/** Text from which on it is kept outside of the heap. */
const STORED_TEXT_MIN = 256;

/** Text as it came in and still to be scrubbed, where it lies if it is longer, or a body in its final form. */
export type HeldBody = string | StoredText | RecordedBody;

export interface BodyKeepers {
  readonly scrubber: Scrubber;
  readonly texts: TextStore;
}

/** What the ledger holds of a body: short text as it is; of long text the scrubbed beginning; anything else as base64. */
export function heldBody(
  body: string | Uint8Array | null,
  contentType: string | undefined,
  { scrubber, texts }: BodyKeepers,
): HeldBody {
  if (body === null || body.length === 0) return "";
  const text = textOf(body, contentType);
  if (text !== null) {
    if (text.length < STORED_TEXT_MIN) return text;
    return text.length <= RECORDED_BODY_BYTES_MAX ? texts.put(text) : beginning(scrubber.text(text));
  }
  const kept = Buffer.from(body as Uint8Array)
    .subarray(0, RECORDED_BODY_BYTES_MAX)
    .toString("base64");
  const truncated = body.length > RECORDED_BODY_BYTES_MAX;
  return { body: kept, body_encoding: "base64", ...(truncated ? { truncated } : {}) };
}

/** A body as everybody may see it. */
export function recorded(held: HeldBody, { scrubber, texts }: BodyKeepers, label?: SecretLabel): RecordedBody {
  if (typeof held !== "string") return isStored(held) ? beginning(scrubber.text(texts.read(held), label)) : held;
  if (held === "") return { body: "", body_encoding: "none" };
  return beginning(scrubber.text(held, label));
}

export function heldWeight(held: HeldBody): number {
  if (typeof held === "string" || isStored(held)) return held.length;
  return held.body.length;
}

/** Gives back the room that a body takes; it cannot be read any more. */
export function releaseBody(held: HeldBody, texts: TextStore): void {
  if (typeof held !== "string" && isStored(held)) texts.release(held);
}

function isStored(held: StoredText | RecordedBody): held is StoredText {
  return "chunk" in held;
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
