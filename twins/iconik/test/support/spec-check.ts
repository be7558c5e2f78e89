import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LedgerEntry } from "@twinkit-pro/contracts";
import { Ajv, type ValidateFunction } from "ajv";

/** Operations whose answer the specification gives the schema of something else; the reason is in divergences.json. */
const SCHEMA_MEANT: Readonly<Record<string, string>> = { GetKeyframe: "KeyframeSchema" };

const SERVICES = [
  "acls",
  "assets",
  "auth",
  "files",
  "jobs",
  "metadata",
  "notifications",
  "search",
  "transcode",
  "users",
] as const;

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Json }>> }>
  >;
}
interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Json };
}

export interface SpecCheck {
  /** Give it to `createTwin` as `onExchange`. */
  readonly onExchange: (entry: LedgerEntry) => void;
  /** One sentence for each answer that does not fit the vendor's schema. */
  readonly failures: () => readonly string[];
}

/** Where the vendor's specifications lie; null where the machine has none. */
export function specsDirectory(): string | null {
  const root = process.env["WT_SPECS_DIR"] ?? "";
  const directory = join(root, "iconik");
  return root !== "" && existsSync(join(directory, "assets.json")) ? directory : null;
}

/** Checks every successful answer against the vendor's schema for it; checks nothing where there are no specifications. */
export function specCheck(): SpecCheck {
  const directory = specsDirectory();
  const failures: string[] = [];
  return {
    onExchange: (entry) => {
      if (directory === null || entry.operation === null || entry.status >= 300) return;
      const problem = problemOf(directory, entry);
      if (problem !== null)
        failures.push(`${entry.operation} (${entry.method} ${entry.path}, ${entry.status}): ${problem}`);
    },
    failures: () => failures,
  };
}

/** Whether the specification has an operation for the route of a twin, `/API/jobs/v1/jobs/:job_id/`. */
export function specifies(directory: string, method: string, route: string): boolean {
  const [, service = "", rest = ""] = /^\/API\/([a-z]+)(\/.*)$/.exec(route) ?? [];
  return (
    (SERVICES as readonly string[]).includes(service) && findOperations(directory, service, method, rest).length > 0
  );
}

/** Why an answer does not fit the vendor's schema, or null. */
export function problemOf(directory: string, entry: LedgerEntry): string | null {
  const [, service = "", rest = ""] = /^\/API\/([a-z]+)(\/.*)$/.exec(entry.path) ?? [];
  if (!(SERVICES as readonly string[]).includes(service) || entry.response.truncated === true) return null;
  const operations = findOperations(directory, service, entry.method, rest);
  if (operations.length === 0) return "the specification has no such operation";
  const problems = operations.map((operation) => problemWith(directory, service, operation, entry));
  return problems.includes(null) ? null : problems.join(" or ");
}

function problemWith(directory: string, service: string, operation: Found, entry: LedgerEntry): string | null {
  const meant = SCHEMA_MEANT[entry.operation ?? ""];
  const validate = validatorOf(directory, service, operation, String(entry.status), meant);
  if (validate === null || entry.response.body === "" || validate(JSON.parse(entry.response.body))) return null;
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`).join("; ");
}

const specs = new Map<string, Spec>();
const validators = new Map<string, ValidateFunction | null>();

function specOf(directory: string, service: string): Spec {
  const file = join(directory, `${service}.json`);
  let spec = specs.get(file);
  if (spec === undefined) specs.set(file, (spec = JSON.parse(readFileSync(file, "utf8")) as Spec));
  return spec;
}

interface Found {
  readonly key: string;
  readonly operation: Operation;
}

/** The operations of a path: of those that fit, the ones with the fewest parameters. Two may share one route. */
function findOperations(directory: string, service: string, method: string, path: string): Found[] {
  const fitting = Object.entries(specOf(directory, service).paths).flatMap(([pattern, methods]) => {
    const operation = methods[method.toLowerCase()];
    const fits = new RegExp(`^${pattern.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
    return fits && operation !== undefined
      ? [{ key: `${method} ${pattern}`, operation, size: pattern.split("{").length }]
      : [];
  });
  const fewest = Math.min(...fitting.map(({ size }) => size));
  return fitting.filter(({ size }) => size === fewest);
}

function validatorOf(
  directory: string,
  service: string,
  { key, operation }: Found,
  status: string,
  meant: string | undefined,
): ValidateFunction | null {
  const name = `${directory}/${service} ${key} ${status}`;
  const known = validators.get(name);
  if (known !== undefined) return known;
  const documented = operation.responses[status] ?? onlySuccess(operation);
  const given = documented?.content?.["application/json"]?.schema;
  const schema = meant === undefined ? given : { $ref: `#/components/schemas/${meant}` };
  const validate = schema === undefined ? null : compile(specOf(directory, service), schema);
  validators.set(name, validate);
  return validate;
}

/** iconik documents some reads as 201; the schema is right where the status is not. */
function onlySuccess({ responses }: Operation): Operation["responses"][string] | undefined {
  const successes = Object.keys(responses).filter((status) => status.startsWith("2"));
  return successes.length === 1 ? responses[successes[0] ?? ""] : undefined;
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  email: /^[^@\s]+@[^@\s]+$/,
  url: /^https?:\/\/\S+$/,
};

function compile(spec: Spec, schema: Json): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const [name, pattern] of Object.entries(FORMATS)) ajv.addFormat(name, pattern);
  for (const name of ["int32", "int64", "float", "double", "bool"]) ajv.addFormat(name, true);
  const schemas = mapValues(spec.components.schemas, (each) => jsonSchema(each as Json));
  return ajv.compile({ components: { schemas }, ...(jsonSchema(schema) as Json) });
}

/** OpenAPI 3.0 says `nullable`, where JSON Schema says that null is one of the types or values. */
function jsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchema);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest } = schema as Json;
  const converted = mapValues(rest, jsonSchema);
  return nullable === true ? { anyOf: [{ type: "null" }, converted] } : converted;
}

function mapValues(object: Json, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
