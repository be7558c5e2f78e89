import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly received: readonly Received[];
  /** How it answers from now on. */
  readonly answerWith: (answer: Reply) => void;
  /** Resolves once it has received so many calls. */
  readonly calls: (count: number) => Promise<void>;
}

/** A status, the whole of an answer, or null for no answer at all. */
export type Reply = number | ((response: ServerResponse) => void) | null;

/** A receiver of webhooks on this machine: gives the answers it is told in turn, then 200. */
export async function startReceiver(...answers: Reply[]): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let always: Reply = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      for (const { count, resolve } of waiting) if (received.length >= count) resolve();
      const next = answers.length > 0 ? answers.shift() : always;
      if (typeof next === "function") next(response);
      else if (next !== null && next !== undefined) response.writeHead(next, { "x-receiver": "yes" }).end("seen");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    answerWith: (answer) => {
      always = answer;
    },
    calls: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
