import { connect } from "node:net";
import { once } from "node:events";
import type { Contender } from "./contenders.ts";
import { answerLength } from "./answer-length.ts";

/**
 * Milliseconds of each of `count` GET requests, sent one after the other over one connection. A bare socket, because an
 * HTTP client of Node would add more than the servers take.
 */
export async function sequentialGets({ host, tokens }: Contender, path: string, count: number): Promise<number[]> {
  const { hostname, port } = new URL(host.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.setNoDelay(true);
  const durations: number[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const key = tokens[index % tokens.length];
      const request = `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\n\r\n`;
      const startedMs = performance.now();
      socket.write(request, "latin1");
      await answered(socket, path);
      durations.push(performance.now() - startedMs);
    }
  } finally {
    socket.destroy();
  }
  return durations;
}

/** Resolves once one whole answer has arrived. */
function answered(socket: NodeJS.ReadableStream & { off: NodeJS.EventEmitter["off"] }, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const done = (problem?: string): void => {
      socket.off("data", onData);
      socket.off("close", onClose);
      if (problem === undefined) resolve();
      else reject(new Error(`GET ${path}: ${problem}`));
    };
    const onClose = (): void => done("the connection was closed");
    const onData = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const length = answerLength(received);
      if (length === null || received.length < length) return;
      const status = received.toString("latin1", 9, 12);
      done(status === "200" ? undefined : `answered ${status}`);
    };
    socket.on("data", onData);
    socket.on("close", onClose);
  });
}
