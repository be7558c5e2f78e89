import type { Context, Hono } from "hono";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { AdminError } from "./admin-error.ts";
import type { AdminCall, AdminRoute } from "./admin-route.ts";
import { jsonBody } from "./json-body.ts";
import { selectedWorld, selectedWorlds } from "./selected-worlds.ts";

/** Puts a route into the app: parses everything it declares, finds its worlds, then runs it. */
export function mount<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>, route: AdminRoute<T>): void {
  app.on(route.method, route.path, async (c) => {
    const answer = await route.run((await readCall(c, runtime, route)) as Parameters<typeof route.run>[0]);
    if (answer instanceof Response) return answer;
    if (answer === undefined) return c.body(null, 204);
    return c.json(answer as object, route.status as 200);
  });
}

/** The world comes last: a call that is refused for its parameters must not have made one. */
async function readCall<T extends TwinTypes>(
  c: Context,
  runtime: TwinRuntime<T>,
  route: AdminRoute<T>,
): Promise<AdminCall<T>> {
  const request = c.req.raw;
  const { world, ...query } = c.req.queries() as Partial<Record<string, string[]>>;
  const call = {
    runtime,
    request,
    params: parse(route.params, c.req.param(), "path parameter"),
    query: parse(route.query, singles(route.scope === "worlds" || world === undefined ? query : { ...query, world })),
    body: (await jsonBody(request, route)) as object,
  };
  const creates = route.method === "POST" || route.method === "PUT";
  if (route.scope === "world") return { ...call, world: selectedWorld(runtime, request, creates) } as AdminCall<T>;
  if (route.scope === "worlds") {
    return { ...call, worlds: selectedWorlds(runtime, request, world, creates) } as AdminCall<T>;
  }
  return call;
}

/** @throws AdminError for a parameter that is given twice */
function singles(query: Partial<Record<string, string[]>>): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(query)) {
    if (values.length > 1)
      throw new AdminError("invalid_query", `The query parameter ${name} is given ${values.length} times.`, name);
    single[name] = values[0] ?? "";
  }
  return single;
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  what = "query parameter",
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = v.getDotPath(issue);
  throw new AdminError("invalid_query", `The ${what} ${path ?? ""} was refused: ${issue.message}.`, path);
}
