import * as v from "valibot";
import { BUCKETS_MAX } from "./buckets.ts";

/** A sliding window may have an entry of two numbers per request that its limit allows. */
const NUMBERS_MAX = 200_000;

/** What the rate limits of a world have counted, as part of its exported state. */
export const LimitsState = v.strictObject({
  /** Null where no profile has counted anything. */
  profile: v.nullable(v.pipe(v.string(), v.maxLength(128))),
  buckets: v.pipe(
    v.array(
      v.strictObject({
        rule: v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
        key: v.pipe(v.string(), v.maxLength(128)),
        state: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(NUMBERS_MAX)),
      }),
    ),
    v.maxLength(BUCKETS_MAX),
  ),
});
export type LimitsState = v.InferOutput<typeof LimitsState>;

export const LIMITS_STATE_EMPTY: LimitsState = { profile: null, buckets: [] };
