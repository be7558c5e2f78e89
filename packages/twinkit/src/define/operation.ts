import * as v from "valibot";
import type { OperationContext } from "./context.ts";
import type { TwinTypes } from "./twin-types.ts";

type Schema = v.GenericSchema<unknown, unknown>;

/** `"/v1/refunds/:refund"` has the path parameter `"refund"`. */
export type PathNames<Pattern extends string> = Pattern extends `${infer Segment}/${infer Rest}`
  ? PathName<Segment> | PathNames<Rest>
  : PathName<Pattern>;
type PathName<Segment extends string> = Segment extends `:${infer Name}` ? Name : never;

export type OperationMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One operation of the vendor's API as the runtime sees it. */
export interface OperationDefinition<T extends TwinTypes> {
  readonly method: OperationMethod;
  readonly pattern: string;
  readonly body: Schema | null;
  readonly query: Schema | null;
  readonly run: (context: OperationContext<T, never, never, never>) => unknown;
}

/** Schemas of an operation that takes both a query and a body. */
export interface Inputs<Body extends Schema, Query extends Schema> {
  readonly body?: Body;
  readonly query?: Query;
}

type Handler<T extends TwinTypes, Params, Pattern extends string, Query> = (
  context: OperationContext<T, Params, PathNames<Pattern>, Query>,
) => unknown;

const nothing = v.object({});
type Nothing = typeof nothing;

interface Route {
  /** An operation that takes no parameters of its own. */
  <Pattern extends string, T extends TwinTypes>(
    pattern: Pattern,
    handler: Handler<T, v.InferOutput<Nothing>, Pattern, v.InferOutput<Nothing>>,
  ): OperationDefinition<T>;
  /** An operation with a schema for its natural input: the body, or the query where the method has no body. */
  <Pattern extends string, Params extends Schema, T extends TwinTypes>(
    pattern: Pattern,
    params: Params,
    handler: Handler<T, v.InferOutput<Params>, Pattern, v.InferOutput<Nothing>>,
  ): OperationDefinition<T>;
  /** An operation with schemas for body and query. */
  <Pattern extends string, Body extends Schema, Query extends Schema, T extends TwinTypes>(
    pattern: Pattern,
    inputs: Inputs<Body, Query>,
    handler: Handler<T, v.InferOutput<Body>, Pattern, v.InferOutput<Query>>,
  ): OperationDefinition<T>;
}

function route(method: OperationMethod): Route {
  const bodyless = method === "GET" || method === "HEAD" || method === "DELETE";
  return ((pattern: string, ...rest: readonly unknown[]) => {
    const run = rest.at(-1) as OperationDefinition<TwinTypes>["run"];
    const input = rest.length === 2 ? rest[0] : null;
    const natural = isSchema(input) ? input : null;
    const both = (natural === null ? (input ?? {}) : {}) as Inputs<Schema, Schema>;
    const body = both.body ?? (bodyless ? null : natural);
    const query = both.query ?? (bodyless ? natural : null);
    return { method, pattern, body, query, run };
  }) as Route;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "schema";
}

/** `get("/v1/refunds/:refund", Retrieve, retrieve)`: pattern, schema of the query, handler. */
export const get: Route = route("GET");
/** `post("/v1/refunds", CreateRefund, create)`: pattern, schema of the body, handler. */
export const post: Route = route("POST");
/** As `post`. */
export const put: Route = route("PUT");
/** As `post`. */
export const patch: Route = route("PATCH");
/** `del("/v1/customers/:customer", remove)`: pattern, optional schema of the query, handler. */
export const del: Route = route("DELETE");
