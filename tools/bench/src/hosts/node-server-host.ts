import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { announce } from "./ready.ts";
import { SMALL_ANSWER } from "./small-answer.ts";

/** A bare `@hono/node-server` with a constant answer: what the fetch interface costs above `node:http`. */
const server = serve({
  port: 0,
  hostname: "127.0.0.1",
  overrideGlobalObjects: false,
  fetch: async (request) => {
    if (request.method === "POST") await request.arrayBuffer();
    return new Response(SMALL_ANSWER, { headers: { "content-type": "application/json" } });
  },
});
server.once("listening", () => announce([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]));
