import * as v from "valibot";
import validity from "./vectors/validity.json" with { type: "json" };

/** One instant and what a licence is worth at it. Times in seconds since the Unix epoch. */
export const ValidityVector = v.object({
  name: v.string(),
  nbf: v.number(),
  exp: v.number(),
  leeway_seconds: v.number(),
  now: v.number(),
  expected: v.picklist(["not_yet_valid", "valid", "expired"]),
});
export type ValidityVector = v.InferOutput<typeof ValidityVector>;

/** The boundary instants of `nbf <= now < exp`. Whoever honours licences runs these against its own path to the decision. */
export function loadValidityVectors(): ValidityVector[] {
  return v.parse(v.object({ vectors: v.array(ValidityVector) }), validity).vectors;
}
