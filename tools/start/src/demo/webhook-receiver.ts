import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { StartFailure } from "../start-failure.ts";

const WAIT_MS_MAX = 10_000;

/** A webhook as it arrived: what is signed is the body, byte for byte. */
export interface Delivery {
  readonly body: Buffer;
  readonly signature: string;
}

/** The part of an application that takes webhooks. */
export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  /** The first delivery, of those that came and come, that `accept` takes. @throws StartFailure after 10 s */
  readonly take: <T>(what: string, accept: (delivery: Delivery) => T | undefined) => Promise<T>;
}

export async function startReceiver(): Promise<WebhookReceiver> {
  const deliveries: Delivery[] = [];
  let arrived = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      deliveries.push({ body, signature: String(request.headers["stripe-signature"] ?? "") });
      response.end();
      arrived.resolve();
      arrived = Promise.withResolvers();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const take = async <T>(what: string, accept: (delivery: Delivery) => T | undefined): Promise<T> => {
    const deadline = AbortSignal.timeout(WAIT_MS_MAX);
    const late = once(deadline, "abort").then(() => {
      throw new StartFailure(`The demonstration failed: no webhook ${what} arrived within ${WAIT_MS_MAX / 1_000} s.`);
    });
    for (let index = 0; ;) {
      while (index >= deliveries.length) await Promise.race([arrived.promise, late]);
      const delivery = deliveries[index++];
      const taken = delivery === undefined ? undefined : accept(delivery);
      if (taken !== undefined) return taken;
    }
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe`,
    take,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
