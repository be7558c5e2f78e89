import { HttpMethod, LedgerEntry } from "@twinkit-pro/contracts";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

const Filter = v.strictObject({
  method: v.exactOptional(v.pipe(v.string(), v.maxLength(16), v.toUpperCase(), HttpMethod)),
  path: v.exactOptional(
    v.pipe(v.string(), v.startsWith("/"), v.maxLength(2_048), v.description("The path exactly, without its query.")),
  ),
  status: v.exactOptional(v.pipe(v.string(), v.regex(/^[1-5]\d\d$/, "must be an HTTP status"), v.transform(Number))),
  since: v.exactOptional(
    v.pipe(v.string(), v.isoTimestamp(), v.description("By the world's clock; this instant included.")),
  ),
  after: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,15}$/, "must be the seq of an entry"),
      v.transform(Number),
      v.description("Entries with a higher `seq` than this."),
    ),
  ),
});

export function requestsRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/requests",
      name: "listRequests",
      summary: "The ledger: the last exchanges of a world, newest last, scrubbed of secrets.",
      scope: "world",
      query: Filter,
      response: v.strictObject({
        requests: v.array(LedgerEntry),
        dropped: v.pipe(v.number(), v.description("Older exchanges that have left at the front.")),
      }),
      run: ({ world: { ledger }, query }) => {
        const sinceMs = query.since === undefined ? null : Date.parse(query.since);
        const requests = ledger
          .list()
          .filter(
            (entry) =>
              (query.after === undefined || entry.seq > query.after) &&
              (query.method === undefined || entry.method === query.method) &&
              (query.path === undefined || entry.path === query.path) &&
              (query.status === undefined || entry.status === query.status) &&
              (sinceMs === null || Date.parse(entry.at) >= sinceMs),
          );
        return { requests, dropped: ledger.dropped };
      },
    }),
  ];
}
