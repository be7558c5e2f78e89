import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { LeakCheckRequest } from "./leak.ts";

export interface SocketAnswer {
  readonly status: number;
  readonly body: string;
}

/** A plain HTTP client whose own sockets are gone when it is closed, so that they are not taken for the twin's. */
export interface SocketClient {
  readonly send: (request: LeakCheckRequest) => Promise<SocketAnswer>;
  readonly close: () => void;
}

export function createSocketClient(url: string): SocketClient {
  const agent = new Agent({ keepAlive: true });
  return {
    send: async ({ method, path, headers = {}, body }) => {
      const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
      const sent = request(`${url}${path}`, { method, agent, headers: { ...headers, ...length } });
      sent.end(body);
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      return { status: response.statusCode ?? 0, body: await text(response) };
    },
    close: () => agent.destroy(),
  };
}
