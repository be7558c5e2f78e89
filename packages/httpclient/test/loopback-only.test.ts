import { expect, test } from "vitest";
import { createHttpClient, type HttpClient, type ResolvedAddress } from "../src/index.ts";
import { expectError } from "./expect-error.ts";
import { type LocalServer, startHttpServer } from "./local-server.ts";

const HERE: ResolvedAddress = { address: "127.0.0.1", family: 4 };
const FOREIGN: ResolvedAddress = { address: "192.0.2.1", family: 4 };

function startHello(): Promise<LocalServer> {
  return startHttpServer((_request, response) => response.end("hello"));
}

/** A client whose resolver gives each answer in turn, the last one for ever. */
function resolving(...answers: (readonly ResolvedAddress[])[]): HttpClient & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup = (hostname: string) => {
    asked.push(hostname);
    return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1] ?? []);
  };
  return Object.assign(createHttpClient({ component: "test", loopbackOnly: true, lookup }), { asked });
}

test("addresses of this machine are reached, however they are written", async () => {
  await using server = await startHello();
  await using client = createHttpClient({ component: "test", loopbackOnly: true });
  for (const host of ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]) {
    const response = await client.request({ method: "GET", url: `http://${host}:${server.port}/` });
    expect(response.text(), host).toBe("hello");
  }
});

test.each([
  "192.0.2.1",
  "10.0.0.1",
  "192.168.1.1",
  "3221225985",
  "[2001:db8::1]",
  "[::ffff:192.0.2.1]",
  "[fd12:3456::1]",
])("the address %s is refused without a connection", async (host) => {
  await using client = resolving([HERE]);
  await expectError(client.request({ method: "GET", url: `http://${host}/` }), "not_loopback");
  expect(client.asked).toEqual([]);
});

test("a name counts as what it resolves to, not as what it is called", async () => {
  await using server = await startHello();
  await using inside = resolving([HERE]);
  const url = `http://receiver.test:${server.port}/`;
  expect((await inside.request({ method: "GET", url })).text()).toBe("hello");
  await using outside = resolving([FOREIGN]);
  const lookalike = `http://localhost:${server.port}/`;
  const error = await expectError(outside.request({ method: "GET", url: lookalike }), "not_loopback");
  expect(error.message).toContain("localhost resolves to 192.0.2.1");
});

test("one foreign address among several is enough to refuse", async () => {
  await using server = await startHello();
  await using client = resolving([HERE, FOREIGN]);
  await expectError(client.request({ method: "GET", url: `http://mixed.test:${server.port}/` }), "not_loopback");
  expect(server.connections).toBe(0);
});

test("a name that resolves to another address for the next connection is refused then", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200, { connection: "close" }).end("hello");
  });
  await using client = resolving([HERE], [FOREIGN]);
  const url = `http://rebinding.test:${server.port}/`;
  expect((await client.request({ method: "GET", url })).text()).toBe("hello");
  await expectError(client.request({ method: "GET", url }), "not_loopback");
  expect(client.asked).toEqual(["rebinding.test", "rebinding.test"]);
});

test("a redirect to a name that resolves elsewhere is refused", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(302, { location: "http://elsewhere.test/" }).end();
  });
  await using client = resolving([HERE], [FOREIGN]);
  await expectError(client.request({ method: "GET", url: `http://first.test:${server.port}/` }), "not_loopback");
  expect(client.asked).toEqual(["first.test", "elsewhere.test"]);
});

test("a client without the option goes where names lead", async () => {
  await using server = await startHello();
  const lookup = () => Promise.resolve([HERE]);
  await using client = createHttpClient({ component: "test", lookup });
  const response = await client.request({ method: "GET", url: `http://any.test:${server.port}/` });
  expect(response.text()).toBe("hello");
});
