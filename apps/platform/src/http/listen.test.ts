import { ErrorBody } from "@twinkit-pro/contracts";
import { Hono } from "hono";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import * as v from "valibot";
import { expect, it, vi } from "vitest";
import { createLogger } from "../logging/logger.ts";
import { createApp } from "./app.ts";
import type { HttpEnv } from "./http-env.ts";
import { listen, type Listener } from "./listen.ts";

const CLOSE_MS = 10_000;

async function start(route = new Hono<HttpEnv>(), isStopping = () => false): Promise<Listener> {
  const app = createApp({ log: createLogger("silent", { write: () => undefined }), isStopping, routes: [route] });
  return listen(app, "127.0.0.1", 0);
}

async function open({ address }: Listener): Promise<Socket> {
  const socket = connect(address.port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

async function send(listener: Listener, bytes: string): Promise<{ status: number; body: string }> {
  const socket = await open(listener);
  socket.write(bytes);
  const answer = await text(socket);
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), body };
}

it.each([
  ["no HTTP at all", "hello\r\n\r\n", 400, "bad_http"],
  ["two lengths", "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", 400, "bad_http"],
  ["huge headers", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431, "headers_too_large"],
])("answers %s with the error body", async (_, bytes, status, code) => {
  const listener = await start();
  const answer = await send(listener, bytes);
  expect(answer.status).toBe(status);
  expect(v.parse(ErrorBody, JSON.parse(answer.body)).error.code).toBe(code);
  await listener.close(CLOSE_MS);
});

it("says which address is taken", async () => {
  const listener = await start();
  const { port } = listener.address;
  await expect(listen(new Hono<HttpEnv>(), "127.0.0.1", port)).rejects.toMatchObject({
    code: "address_unavailable",
    message: expect.stringContaining(`port ${port}: something else listens there`),
  });
  await listener.close(CLOSE_MS);
});

it("lets requests in work finish, and closes kept-alive connections with the answer", async () => {
  const release = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  let stopping = false;
  const slow = new Hono<HttpEnv>().get("/slow", async (c) => {
    entered.resolve();
    await release.promise;
    return c.text("done");
  });
  const listener = await start(slow, () => stopping);
  const socket = await open(listener);
  socket.write("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
  await entered.promise;
  stopping = true;
  const closing = listener.close(CLOSE_MS);
  release.resolve();
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*connection: close[^]*done/i);
  expect(await closing).toEqual({ wasCut: false });
});

it("cuts connections that are not done within the bound", async () => {
  const entered = Promise.withResolvers<void>();
  const never = new Hono<HttpEnv>().get("/never", () => {
    entered.resolve();
    return new Promise<Response>(() => undefined);
  });
  const listener = await start(never);
  const socket = await open(listener);
  const ended = vi.fn<() => void>();
  socket.on("close", ended).on("error", () => undefined);
  socket.write("GET /never HTTP/1.1\r\nhost: a\r\n\r\n");
  await entered.promise;
  expect(await listener.close(20)).toEqual({ wasCut: true });
  await vi.waitUntil(() => ended.mock.calls.length > 0);
});
