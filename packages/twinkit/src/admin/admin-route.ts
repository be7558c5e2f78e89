import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import type { World } from "../world/world.ts";
import type { AdminErrorCode } from "./admin-error.ts";

export type AdminMethod = "GET" | "POST" | "PUT" | "DELETE";
type ObjectSchema = v.GenericSchema<unknown, Readonly<Record<string, unknown>>>;

/**
 * What a call acts on. `twin`: no world. `world`: the one named by `WT-World`, else that of the vendor credential the
 * call carries, else the default one. `worlds`: the same, or all of them with `?world=*`.
 */
export type AdminScope = "twin" | "world" | "worlds";

type Target<T extends TwinTypes, Scope extends AdminScope> = {
  readonly twin: object;
  readonly world: { readonly world: World<T> };
  readonly worlds: { readonly worlds: readonly World<T>[] };
}[Scope];

/** What a route is given: everything parsed. */
export type AdminCall<
  T extends TwinTypes,
  Scope extends AdminScope = "twin",
  Params = object,
  Query = object,
  Body = object,
> = Target<T, Scope> & {
  readonly runtime: TwinRuntime<T>;
  readonly request: Request;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
};

/** What the documentation says of a route, whoever reads it: people, OpenAPI, the tests of bad input. */
export interface AdminRouteFacts {
  readonly method: AdminMethod;
  /** Below `/admin`, with parameters as `:name`. */
  readonly path: string;
  /** Unique; the OpenAPI `operationId`. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly scope: AdminScope;
  readonly params: ObjectSchema;
  readonly query: ObjectSchema;
  /** Null where the call takes no body. */
  readonly body: v.GenericSchema | null;
  readonly bodyBytesMax: number;
  /** Under which code a body that does not fit is refused. */
  readonly bodyRefusal: AdminErrorCode;
  /** Of a call that went well. */
  readonly status: number;
  /** Null where the answer is not JSON; `responseType` then says what it is. */
  readonly response: v.GenericSchema | null;
  readonly responseType: string;
  /** Refusals beside those that every route has. */
  readonly refusals: readonly AdminErrorCode[];
}

/** One route of the admin API. */
export interface AdminRoute<T extends TwinTypes> extends AdminRouteFacts {
  readonly check: ((call: AdminCall<T, "twin", never, never, never>) => void) | null;
  readonly run: (call: AdminCall<T, "world" & "worlds", never, never, never>) => unknown;
}

interface AdminRouteOptions<
  T extends TwinTypes,
  Scope extends AdminScope,
  Params extends ObjectSchema,
  Query extends ObjectSchema,
  Body extends v.GenericSchema,
> {
  readonly method: AdminMethod;
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly scope: Scope;
  readonly params?: Params;
  readonly query?: Query;
  /** An empty body is read as `{}`. */
  readonly body?: Body;
  /** @default 64 KiB */
  readonly bodyBytesMax?: number;
  /** @default "invalid_body" */
  readonly bodyRefusal?: AdminErrorCode;
  /** @default 200 */
  readonly status?: number;
  readonly response: v.GenericSchema | null;
  /** @default "application/json" */
  readonly responseType?: string;
  readonly refusals?: readonly AdminErrorCode[];
  /** Refuses what the schemas cannot see, before the call makes a world. @throws AdminError, TwinkitError */
  readonly check?: (
    call: AdminCall<T, "twin", v.InferOutput<Params>, v.InferOutput<Query>, v.InferOutput<Body>>,
  ) => void;
  /** Answers with JSON, or with a `Response` of its own. @throws AdminError, TwinkitError: the call changed nothing */
  readonly run: (
    call: AdminCall<T, Scope, v.InferOutput<Params>, v.InferOutput<Query>, v.InferOutput<Body>>,
  ) => unknown;
}

const Nothing = v.strictObject({});
const BODY_BYTES_MAX_DEFAULT = 64 * 1024;

/** Declares a route of the admin API; `docs/admin-api.md` and `/admin/openapi.json` are made from the declarations. */
export function adminRoute<
  T extends TwinTypes,
  Scope extends AdminScope,
  Params extends ObjectSchema = typeof Nothing,
  Query extends ObjectSchema = typeof Nothing,
  Body extends v.GenericSchema = typeof Nothing,
>(options: AdminRouteOptions<T, Scope, Params, Query, Body>): AdminRoute<T> {
  return {
    method: options.method,
    path: options.path,
    name: options.name,
    summary: options.summary,
    scope: options.scope,
    params: options.params ?? Nothing,
    query: options.query ?? Nothing,
    body: options.body ?? null,
    bodyBytesMax: options.bodyBytesMax ?? BODY_BYTES_MAX_DEFAULT,
    bodyRefusal: options.bodyRefusal ?? "invalid_body",
    status: options.status ?? 200,
    response: options.response,
    responseType: options.responseType ?? "application/json",
    refusals: options.refusals ?? [],
    check: (options.check ?? null) as unknown as AdminRoute<T>["check"],
    run: options.run as unknown as AdminRoute<T>["run"],
  };
}
