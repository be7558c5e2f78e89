import { HttpMethod } from "@twinkit-pro/contracts";
import type { Hono } from "hono";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { AdminError } from "./admin-error.ts";
import { selectedWorld } from "./selected-worlds.ts";

const Filter = v.strictObject({
  method: v.optional(v.pipe(v.string(), v.toUpperCase(), HttpMethod)),
  path: v.optional(v.pipe(v.string(), v.startsWith("/"))),
  status: v.optional(v.pipe(v.string(), v.regex(/^[1-5]\d\d$/), v.transform(Number))),
  since: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

/** `GET /admin/requests`: the ledger, newest last; `method`, `path`, `status` and `since` narrow it. */
export function requestsRoutes<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>): void {
  app.get("/requests", (c) => {
    const { ledger } = selectedWorld(runtime, c.req.raw);
    const filter = parseFilter(c.req.query());
    const sinceMs = filter.since === undefined ? null : Date.parse(filter.since);
    const requests = ledger
      .list()
      .filter(
        (entry) =>
          (filter.method === undefined || entry.method === filter.method) &&
          (filter.path === undefined || entry.path === filter.path) &&
          (filter.status === undefined || entry.status === filter.status) &&
          (sinceMs === null || Date.parse(entry.at) >= sinceMs),
      );
    return c.json({ requests, dropped: ledger.dropped });
  });
}

function parseFilter(query: Record<string, string>): v.InferOutput<typeof Filter> {
  const parsed = v.safeParse(Filter, query);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = v.getDotPath(issue);
  throw new AdminError("invalid_query", `The filter ${path ?? ""} was refused: ${issue.message}.`, path);
}
