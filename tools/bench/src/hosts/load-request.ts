import * as v from "valibot";

export const Load = v.object({
  url: v.pipe(v.string(), v.url()),
  /** Sent as the body of a POST; without one the request is a GET. */
  form: v.exactOptional(v.string()),
  seconds: v.number(),
  connections: v.number(),
  /** Secret keys, used in turn. */
  tokens: v.array(v.string()),
});
export type Load = v.InferOutput<typeof Load>;
