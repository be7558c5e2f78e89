import * as v from "valibot";

/** The first thing wrong, as `dotted.path: what is wrong`, without the offending value: it may be a secret. */
export function describeIssue(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [first] = issues;
  const path = v.getDotPath(first) ?? "(whole document)";
  return `${path}: ${first.message.replace(/ but received .*$/s, "")}`;
}
