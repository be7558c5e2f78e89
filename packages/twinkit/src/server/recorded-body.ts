import type { RecordedMessage } from "@twinkit-pro/contracts";
import type { Scrubber } from "../world/scrub.ts";

/** How much of a body the ledger keeps. */
export const RECORDED_BODY_BYTES_MAX = 64 * 1024;

const TEXT_TYPE = /^(?:text\/|application\/(?:json|xml|javascript|x-www-form-urlencoded|.+\+json))/;

type RecordedBody = Omit<RecordedMessage, "headers">;

/** A body as the ledger keeps it: text scrubbed of secrets, anything else as base64, cut at the bound. */
export function recordedBody(
  body: string | Uint8Array | null,
  contentType: string | undefined,
  scrubber: Scrubber,
): RecordedBody {
  if (body === null || body.length === 0) return { body: "", body_encoding: "none" };
  const isText = typeof body === "string" || contentType === undefined || TEXT_TYPE.test(contentType);
  if (isText) {
    const text = scrubber.text(typeof body === "string" ? body : Buffer.from(body).toString("utf8"));
    if (text.length <= RECORDED_BODY_BYTES_MAX) return { body: text, body_encoding: "utf8" };
    return { body: text.slice(0, RECORDED_BODY_BYTES_MAX), body_encoding: "utf8", truncated: true };
  }
  const kept = Buffer.from(body).subarray(0, RECORDED_BODY_BYTES_MAX).toString("base64");
  const truncated = body.length > RECORDED_BODY_BYTES_MAX;
  return { body: kept, body_encoding: "base64", ...(truncated ? { truncated } : {}) };
}
