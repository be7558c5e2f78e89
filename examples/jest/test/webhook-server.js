import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

/**
 * The part of an application that takes webhooks, on a free port.
 *
 * @param {(body: Buffer, signature: string) => number} take answers with a status; what it throws for is answered with 400
 */
export async function startWebhookServer(take) {
  const server = createServer((request, response) => {
    const end = (/** @type {number} */ status) => void response.writeHead(status).end();
    buffer(request)
      .then((body) => take(body, String(request.headers["stripe-signature"])))
      .then(end, () => end(400));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
