import type { ParamIssue, VendorError } from "@twinkit-pro/twinkit";
import {
  invalidRequest,
  parameterInvalidEmpty,
  parameterInvalidInteger,
  parameterMissing,
  parameterUnknown,
} from "./errors.ts";

/** Stripe's error for parameters that the schemas of `params/` refused; it reports one problem at a time. */
export function invalidParams([first]: readonly [ParamIssue, ...ParamIssue[]]): VendorError {
  if (first.kind === "unknown") return parameterUnknown(nameOf(first));
  if (first.kind === "missing") return parameterMissing(nameOf(first));
  return refused(nameOf(first), first.message);
}

/** `["items", "0", "price"]` is `items[0][price]`. */
function nameOf({ path }: ParamIssue): string {
  const [head = "", ...rest] = path;
  return head + rest.map((key) => `[${key}]`).join("");
}

function refused(param: string, problem: string): VendorError {
  if (problem === "empty") return parameterInvalidEmpty(param);
  const [, tag, rest = ""] = /^(integer|unknown|url):(.*)$/s.exec(problem) ?? [];
  if (tag === "integer") return parameterInvalidInteger(param, rest);
  if (tag === "url") return invalidRequest({ code: "url_invalid", message: rest, param });
  if (tag === "unknown") return parameterUnknown(`${param}[${rest}]`);
  return invalidRequest({ message: problem.replaceAll("{param}", param), param });
}
