import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** The part of an application that takes webhooks, on a free port. */
export interface WebhookServer extends AsyncDisposable {
  readonly url: string;
}

/** @param take answers with a status; a webhook that it throws for is answered with 400 */
export async function startWebhookServer(take: (body: Buffer, signature: string) => number): Promise<WebhookServer> {
  const server = createServer((request, response) => {
    const end = (status: number): void => void response.writeHead(status).end();
    buffer(request)
      .then((body) => take(body, String(request.headers["stripe-signature"])))
      .then(end, () => end(400));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
