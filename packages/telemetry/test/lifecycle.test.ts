import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startCollector } from "./collector-server.ts";
import { runProgram } from "./run-program.ts";

test("a process that stops its emitter ends by itself, although its collector stalls", async () => {
  await using collector = await startCollector(() => undefined);
  const output = await runProgram("stop-and-end.ts", collector.url);
  expect(JSON.parse(output)).toEqual({ timedOut: true, undelivered: 150 });
});

test("an emitter that waits for its interval does not keep a process running", async () => {
  await using collector = await startCollector();
  expect(await runProgram("forget-to-stop.ts", collector.url)).toBe("1 pending");
  expect(collector.received).toEqual([]);
});

test("the example of the README does what it says", async () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  expect(read("../README.md")).toContain(read("programs/readme-example.ts"));
  await using collector = await startCollector();
  expect(await runProgram("readme-example.ts", collector.url)).toBe("2 accepted, 0 undelivered");
  expect([...collector.stored.values()].map((event) => event.type)).toEqual(["twin_started", "http_observation"]);
});
