import { createHttpClient } from "@twinkit-pro/httpclient";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { createTwinReachabilityChecker } from "./twin-reachability.ts";

const HEALTHY = { status: "ok", twin: "twin-stripe", version: "1.0.0", worlds: 1, license: { status: "none" } };

const answer =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

/** Checks a twin that answers so. @returns what is wrong with it, undefined when all is well */
async function check(listener: RequestListener, signal = new AbortController().signal): Promise<string | undefined> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await using http = createHttpClient({ component: "test", retries: 0 });
  const { port } = server.address() as AddressInfo;
  const address = { twin: "twin-stripe", url: `http://127.0.0.1:${port}` };
  try {
    await createTwinReachabilityChecker(http).check(address, signal);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

it("reaches a twin that serves", async () => {
  const paths: (string | undefined)[] = [];
  const listener: RequestListener = (request, response) => {
    paths.push(request.url);
    answer(200, HEALTHY)(request, response);
  };
  expect(await check(listener)).toBeUndefined();
  expect(paths).toEqual(["/admin/health"]);
});

it.each([
  ["another twin", answer(200, { ...HEALTHY, twin: "twin-slack" }), "twin-slack answers at its address"],
  ["one that is stopping", answer(200, { ...HEALTHY, status: "stopping" }), "its status is stopping"],
  ["an error", answer(500, HEALTHY), "it answered 500"],
  ["something else", answer(200, { hello: "world" }), "its answer is not that of a twin"],
  ["a redirect", answer(302, {}), "it answered 302"],
  ["no JSON", ((_, response) => response.end("<html>")) satisfies RequestListener, "its answer is not that of a twin"],
  [
    "a huge answer",
    ((_, response) => response.end("x".repeat(100_000))) satisfies RequestListener,
    "no answer (response_too_large)",
  ],
])("does not take %s for the twin", async (_, listener, message) => {
  expect(await check(listener)).toBe(message);
});

it("ends when the check's time is up", async () => {
  const late = new AbortController();
  const stalled: RequestListener = () => late.abort();
  expect(await check(stalled, late.signal)).toBe("no answer (aborted)");
});
