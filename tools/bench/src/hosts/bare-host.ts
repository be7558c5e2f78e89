import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { announce } from "./ready.ts";
import { SMALL_ANSWER } from "./small-answer.ts";

/** A bare `node:http` server that answers everything with the same small JSON: the floor of any comparison. */
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    response.end(SMALL_ANSWER);
  });
});
server.listen(0, "127.0.0.1", () => {
  announce([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
});
