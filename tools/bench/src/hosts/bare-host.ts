import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { announce } from "./ready.ts";

/** A bare `node:http` server that answers everything with the same small JSON: the floor of any comparison. */
const body = JSON.stringify({ id: "cus_0000000000", object: "customer", email: null, created: 0 });
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  announce([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
});
