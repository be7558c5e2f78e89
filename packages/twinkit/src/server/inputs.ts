import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { isBytesSchema } from "../wire/bytes.ts";
import { decodeParameters, MalformedParametersError, type Parameters } from "../wire/parameters.ts";
import { type ParamIssue, paramIssues } from "../wire/param-issue.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import type { TwinRuntime } from "./twin-runtime.ts";
import type { NamedOperation } from "./named-operation.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });
const MEDIA_TYPES = { form: "application/x-www-form-urlencoded", json: "application/json" } as const;

export interface Inputs {
  readonly params: unknown;
  readonly query: unknown;
}

/** Decodes and validates what a request brings. @throws VendorError the vendor's answer to malformed input */
export function readInputs<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  operation: NamedOperation<T>,
  request: RequestFacts,
  bytes: Uint8Array,
): Inputs {
  const rawQuery = decodeQuery(runtime, request);
  const query = operation.query === null ? {} : validate(runtime, operation.query, rawQuery, request);
  if (operation.method === "GET" || operation.method === "HEAD" || operation.method === "DELETE") {
    const body =
      operation.body === null ? null : validate(runtime, operation.body, decodeBody(runtime, request, bytes), request);
    return { params: body ?? query, query };
  }
  if (isBytesSchema(operation.body)) return { params: bytes, query };
  const raw = decodeBody(runtime, request, bytes);
  return { params: operation.body === null ? {} : validate(runtime, operation.body, raw, request), query };
}

function decodeQuery<T extends TwinTypes>(runtime: TwinRuntime<T>, request: RequestFacts): Parameters {
  try {
    return decodeParameters(request.query, runtime.definition.parameters);
  } catch (error) {
    throw malformed(runtime, request, error);
  }
}

function decodeBody<T extends TwinTypes>(runtime: TwinRuntime<T>, request: RequestFacts, bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return {};
  const { accepts, errors, parameters } = runtime.definition;
  const declared = request.headers["content-type"];
  const mediaType = declared?.split(";", 1)[0]?.trim().toLowerCase();
  const kind = declared === undefined ? accepts[0] : accepts.find((name) => MEDIA_TYPES[name] === mediaType);
  if (kind === undefined) throw errors.unsupportedMediaType(declared ?? "", request);
  try {
    const text = utf8.decode(bytes);
    return kind === "form" ? decodeParameters(text, parameters) : parseJson(text);
  } catch (error) {
    throw malformed(runtime, request, error);
  }
}

function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new SyntaxError("the body is not a JSON object");
  return value;
}

function malformed<T extends TwinTypes>(runtime: TwinRuntime<T>, request: RequestFacts, error: unknown): unknown {
  const { errors } = runtime.definition;
  if (error instanceof MalformedParametersError) return errors.malformedBody(error.message, request);
  if (error instanceof SyntaxError) return errors.malformedBody("the body is not valid JSON", request);
  if (error instanceof TypeError) return errors.malformedBody("the body is not valid UTF-8", request);
  return error;
}

function validate<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  schema: v.GenericSchema<unknown, unknown>,
  input: unknown,
  request: RequestFacts,
): unknown {
  // To valibot a list is an object, too.
  if (Array.isArray(input) && schema.type.endsWith("object")) {
    throw runtime.definition.errors.malformedBody("the body is a list where an object belongs", request);
  }
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  const issues = paramIssues(parsed.issues);
  const [first, ...rest] = issues;
  if (first === undefined) throw new Error("a failed parse has no issue");
  if (!runtime.config.strict && issues.every(({ kind }) => kind === "unknown")) {
    return validate(runtime, schema, without(input, issues), request);
  }
  throw runtime.definition.errors.invalidParams([first, ...rest], request);
}

/** A copy of the input without the parameters the vendor does not know. */
function without(input: unknown, issues: readonly ParamIssue[]): unknown {
  const copy: unknown = structuredClone(input);
  for (const { path } of issues) {
    let at = copy as Record<string, unknown> | undefined;
    for (const key of path.slice(0, -1)) at = at?.[key] as Record<string, unknown> | undefined;
    const last = path.at(-1);
    if (at !== undefined && last !== undefined) delete at[last];
  }
  return copy;
}
