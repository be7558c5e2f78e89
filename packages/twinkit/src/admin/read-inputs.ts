import type { Context } from "hono";
import * as v from "valibot";
import { AdminError } from "./admin-error.ts";
import type { AdminRouteFacts } from "./admin-route.ts";
import { jsonBody } from "./json-body.ts";

export interface AdminInputs {
  readonly params: object;
  readonly query: object;
  readonly body: object;
  /** `?world=` as it was given, where the route is about worlds. */
  readonly wantedWorlds: readonly string[] | undefined;
}

/** Parses everything a route declares. @throws AdminError naming what is at fault */
export async function readInputs(c: Context, route: AdminRouteFacts): Promise<AdminInputs> {
  const { world, ...query } = c.req.queries() as Partial<Record<string, string[]>>;
  const wantedWorlds = route.scope === "worlds" ? world : undefined;
  return {
    params: parse(route.params, c.req.param(), "path parameter"),
    query: parse(route.query, singles(world === wantedWorlds ? query : { ...query, world }), "query parameter"),
    body: (await jsonBody(c.req.raw, route)) as object,
    wantedWorlds,
  };
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

function parse<Schema extends v.GenericSchema>(schema: Schema, input: unknown, what: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = v.getDotPath(issue);
  throw new AdminError("invalid_query", `The ${what} ${path ?? ""} was refused: ${issue.message}.`, path);
}
