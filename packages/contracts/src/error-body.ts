import * as v from "valibot";

/** Error answer of the platform and of every admin API: a closed code, a sentence, and the field at fault. */
export const ErrorBody = v.object({
  error: v.object({
    code: v.string(),
    message: v.string(),
    /** Dot path of the field, such as `events.3.type`; null where no single field is at fault. */
    path: v.nullable(v.string()),
    /** The first ten things that are wrong with an input, where there may be several. */
    problems: v.optional(v.array(v.object({ path: v.nullable(v.string()), message: v.string() }))),
  }),
});
export type ErrorBody = v.InferOutput<typeof ErrorBody>;

/** Dot path of the first issue of a failed parse, or null where the whole value is at fault. */
export function issuePath(issue: v.BaseIssue<unknown>): string | null {
  return v.getDotPath(issue) ?? null;
}
