import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

export interface Batch {
  readonly authorization: string | undefined;
  readonly twin: string;
  readonly events: readonly { readonly type: string }[];
}

/** A platform that accepts every batch of telemetry. */
export interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly batches: readonly Batch[];
}

export async function startCollector(): Promise<Collector> {
  const batches: Batch[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString("utf8");
      const { twin, events } = JSON.parse(text) as Batch;
      batches.push({ authorization: request.headers.authorization, twin, events });
      const results = events.map((_, index) => ({ index, event_id: null, status: "accepted" }));
      const answer = { twin, accepted: events.length, duplicates: 0, rejected: 0, results };
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    batches,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
