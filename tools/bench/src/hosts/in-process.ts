import * as v from "valibot";

/** What the in-process host prints; times in milliseconds. */
export const InProcess = v.object({
  first_ms: v.number(),
  each_ms: v.array(v.number()),
  reset_ms: v.array(v.number()),
});
export type InProcess = v.InferOutput<typeof InProcess>;
