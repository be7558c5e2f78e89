import type * as v from "valibot";

/** Why a parameter was refused; a twin turns it into the vendor's own error. */
export interface ParamIssue {
  /** - `missing`: required and absent. `unknown`: not a parameter of the operation. `type`: wrong type. `value`: right type, bad value. */
  readonly kind: "missing" | "unknown" | "type" | "value";
  /** Keys from the outside in, for example `["items", "0", "price"]`. */
  readonly path: readonly string[];
  readonly message: string;
  readonly received: unknown;
}

/** Normalises the issues of a failed parse. Unknown keys come last: a vendor reports what is missing first. */
export function paramIssues(issues: readonly v.BaseIssue<unknown>[]): ParamIssue[] {
  const all = issues.map(toParamIssue);
  return [...all.filter((issue) => issue.kind !== "unknown"), ...all.filter((issue) => issue.kind === "unknown")];
}

function toParamIssue(issue: v.BaseIssue<unknown>): ParamIssue {
  const path = (issue.path ?? []).map((item) => String(item.key));
  return { kind: kindOf(issue), path, message: issue.message, received: issue.input };
}

function kindOf(issue: v.BaseIssue<unknown>): ParamIssue["kind"] {
  const origin = issue.path?.at(-1)?.origin;
  if (issue.type === "strict_object") {
    if (issue.expected === "never" && origin === "key") return "unknown";
    if (origin === "key") return "missing";
  }
  if (issue.type === "object" && origin === "key") return "missing";
  return issue.kind === "schema" ? "type" : "value";
}
