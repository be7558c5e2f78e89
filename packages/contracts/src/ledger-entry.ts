import * as v from "valibot";
import { HttpMethod, Timestamp } from "./primitives.ts";
import { RecordedMessage } from "./recorded-message.ts";

/** One exchange in the request ledger of a world: `GET /admin/requests`. */
export const LedgerEntry = v.object({
  /** Counts up within the world from 1; gaps never occur, old entries leave at the front. */
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The world's clock when the request arrived. */
  at: Timestamp,
  method: HttpMethod,
  path: v.string(),
  query: v.string(),
  /** Operation as the vendor's specification names it; null where no route matched. */
  operation: v.nullable(v.string()),
  request: RecordedMessage,
  status: v.pipe(v.number(), v.integer()),
  response: RecordedMessage,
  duration_ms: v.pipe(v.number(), v.minValue(0)),
  world: v.string(),
  /** `METHOD path` where the twin has no such route. */
  unimplemented: v.optional(v.string()),
  /**
   * What the user had armed to happen to this exchange: the id of a fault, or `fail_rate`. Such an answer says nothing of
   * the vendor. `status` is 0 where no answer was sent.
   */
  fault: v.optional(v.string()),
});
export type LedgerEntry = v.InferOutput<typeof LedgerEntry>;
