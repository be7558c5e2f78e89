import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { answerLength } from "./answer-length.ts";
import type { Contender } from "./contenders.ts";
import { sequentialGets } from "./sequential.ts";

it.each([
  ["HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", 43],
  ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", 43],
  ["HTTP/1.1 204 No Content\r\nx: y\r\n\r\n", 33],
  ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nrest", 60],
  ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nab", null],
  ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n", null],
  ["HTTP/1.1 200 OK\r\n", null],
])("tells where an answer ends: %j", (text, expected) => {
  expect(answerLength(Buffer.from(text))).toBe(expected);
});

it("waits for each answer before it sends the next request, and uses the keys in turn", async () => {
  const seen: (string | undefined)[] = [];
  let open = 0;
  await served(
    (request, response) => {
      expect((open += 1)).toBe(1);
      seen.push(request.headers.authorization);
      response.write("a".repeat(70_000));
      setImmediate(() => {
        open -= 1;
        response.end("b");
      });
    },
    async (contender) => expect(await sequentialGets(contender, "/x", 4)).toHaveLength(4),
  );
  expect(seen).toEqual(["Bearer k1", "Bearer k2", "Bearer k1", "Bearer k2"]);
});

it("refuses to time what is no success", async () => {
  await served(
    (_, response) => response.writeHead(403).end("no"),
    async (contender) => expect(sequentialGets(contender, "/x", 1)).rejects.toThrow("answered 403"),
  );
});

async function served(listener: RequestListener, use: (contender: Contender) => Promise<unknown>): Promise<void> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await use({ name: "twin", host: { url } as Contender["host"], tokens: ["k1", "k2"] });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
