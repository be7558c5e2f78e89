import { ErrorBody } from "@twinkit-pro/contracts";
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { ADMIN_STATUS, type AdminErrorCode } from "./admin-error.ts";
import type { AdminRouteFacts } from "./admin-route.ts";
import { adminRoutes } from "./routes.ts";

type Json = Readonly<Record<string, unknown>>;

/** Refusals that any route may answer. */
const EVERYWHERE: readonly AdminErrorCode[] = ["invalid_query", "unauthorized", "forbidden_origin", "internal"];
const OF_A_BODY: readonly AdminErrorCode[] = ["malformed_json", "body_too_large", "unsupported_media_type"];
const OF_A_WORLD: readonly AdminErrorCode[] = ["world_name_invalid", "unknown_world", "worlds_full"];

/** Every code under which a route may refuse a call. */
export function refusalsOf(route: AdminRouteFacts): AdminErrorCode[] {
  return [
    ...EVERYWHERE,
    ...(route.body === null ? [] : [...OF_A_BODY, route.bodyRefusal]),
    ...(route.scope === "twin" ? [] : OF_A_WORLD),
    ...route.refusals,
  ];
}

/** The admin API as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), made from the routes' own schemas. */
export function openApiDocument({ name, version }: { readonly name: string; readonly version: string }): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of adminRoutes()) {
    const path = `/admin${route.path.replace(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: `Admin API of twin-${name}`, version, license: { name: "MIT", identifier: "MIT" } },
    paths,
    components: {
      schemas: { Error: schemaOf(ErrorBody, "output") },
      securitySchemes: { adminToken: { type: "apiKey", in: "header", name: "WT-Admin-Token" } },
    },
    security: [{}, { adminToken: [] }],
  };
}

function operation(route: AdminRouteFacts): Json {
  return {
    operationId: route.name,
    summary: route.summary,
    parameters: parametersOf(route),
    ...(route.body === null
      ? {}
      : { requestBody: { content: { "application/json": { schema: schemaOf(route.body, "input") } } } }),
    responses: { [route.status]: success(route), ...refusals(route) },
  };
}

function success(route: AdminRouteFacts): Json {
  const schema = route.response === null ? {} : schemaOf(route.response, "output");
  return { description: "Done.", content: { [route.responseType]: { schema } } };
}

function refusals(route: AdminRouteFacts): Record<string, Json> {
  const codes = new Map<number, AdminErrorCode[]>();
  for (const code of refusalsOf(route)) {
    const status = ADMIN_STATUS[code];
    codes.set(status, [...(codes.get(status) ?? []), code]);
  }
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
  return Object.fromEntries(
    [...codes].map(([status, list]) => [status, { description: `\`${[...new Set(list)].join("`, `")}\``, content }]),
  );
}

function parametersOf(route: AdminRouteFacts): Json[] {
  const parameters = [...fields(route.params, "path"), ...fields(route.query, "query")];
  if (route.scope === "worlds") {
    parameters.push({ name: "world", in: "query", schema: { const: "*" }, description: "All worlds." });
  }
  if (route.scope !== "twin") {
    const description = "The world; without it that of the vendor credential, else the default one.";
    parameters.push({ name: "WT-World", in: "header", schema: { type: "string" }, description });
  }
  return parameters;
}

/** The members of an object schema as OpenAPI parameters. */
export function fields(schema: v.GenericSchema, where: "path" | "query"): Json[] {
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: rest,
    ...(description === undefined ? {} : { description }),
  }));
}

/** What JSON Schema cannot say (a check in code) is said by descriptions. */
export function schemaOf(schema: v.GenericSchema, typeMode: "input" | "output"): Json {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: "ignore", typeMode, target: "draft-2020-12" });
  return rest;
}
