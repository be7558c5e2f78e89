import * as v from "valibot";
import { Headers } from "./primitives.ts";

/** How `body` is written: as the text itself, as base64 of binary, or absent. */
export const BodyEncoding = v.picklist(["utf8", "base64", "none"]);
export type BodyEncoding = v.InferOutput<typeof BodyEncoding>;

/** Headers and body of a request or response, scrubbed of secrets before it was stored. */
export const RecordedMessage = v.object({
  headers: Headers,
  body: v.string(),
  body_encoding: BodyEncoding,
  /** Set where the body was longer than is kept. */
  truncated: v.optional(v.boolean()),
});
export type RecordedMessage = v.InferOutput<typeof RecordedMessage>;
