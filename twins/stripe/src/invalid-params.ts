import type { ParamIssue, VendorError } from "@twinkit-pro/twinkit";
import { invalidRequest, parameterInvalidEmpty, parameterMissing, parameterUnknown } from "./errors.ts";

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

/** Kinds of problems that have a code of their own. */
const CODES: Readonly<Record<string, string>> = {
  email: "email_invalid",
  integer: "parameter_invalid_integer",
  url: "url_invalid",
};

function refused(param: string, problem: string): VendorError {
  if (problem === "empty") return parameterInvalidEmpty(param);
  const [, tag = "", sentence = problem] = /^([a-z]+):(.*)$/s.exec(problem) ?? [];
  if (tag === "unknown") return parameterUnknown(`${param}[${sentence}]`);
  const code = Object.hasOwn(CODES, tag) ? CODES[tag] : undefined;
  const message = (code === undefined ? problem : sentence).replaceAll("{param}", param);
  return invalidRequest({ code, message, param });
}
