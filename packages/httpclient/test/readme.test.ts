import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startHttpServer } from "./local-server.ts";
import { runProgram } from "./run-program.ts";

test("the example of the README does what it says", async () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  expect(read("../README.md")).toContain(read("programs/readme-example.ts"));
  const server = await startHttpServer((_request, response) => response.end('{"status":"ok"}'));
  expect(await runProgram("readme-example.ts", server.url)).toBe("200 { status: 'ok' }");
  await server[Symbol.asyncDispose]();
  expect(await runProgram("readme-example.ts", server.url)).toBe("The platform is not running.");
});
