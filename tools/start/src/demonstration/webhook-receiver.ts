import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const BODY_BYTES_MAX = 1024 * 1024;

export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Receives webhooks on a free port of loopback. */
export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string;
  /** The first webhook, past or future, that `matches`. Rejects when the signal aborts. */
  readonly next: (matches: (webhook: ReceivedWebhook) => boolean, signal: AbortSignal) => Promise<ReceivedWebhook>;
}

export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const arrivals = new EventTarget();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > BODY_BYTES_MAX) request.destroy();
      else chunks.push(chunk);
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.end();
      arrivals.dispatchEvent(new Event("webhook"));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    next: async (matches, signal) => {
      for (;;) {
        const found = received.find(matches);
        if (found !== undefined) return found;
        const { promise, resolve, reject } = Promise.withResolvers<unknown>();
        arrivals.addEventListener("webhook", resolve, { once: true });
        const abort = (): void => reject(new Error("no such webhook arrived in time", { cause: signal.reason }));
        signal.addEventListener("abort", abort, { once: true });
        await promise.finally(() => signal.removeEventListener("abort", abort));
      }
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
