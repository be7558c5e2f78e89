import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, vi } from "vitest";
import { describeEngines } from "../src/testing/engines.ts";
import { platformClient } from "./support/platform-client.ts";
import { environmentOf, type PlatformProcess, runPlatform, servePlatform } from "./support/platform-process.ts";
import { batchOf, observation, OPERATOR_TOKEN } from "../src/testing/test-platform.ts";

describeEngines("the platform's process", (place) => {
  const env = () => ({ ...environmentOf(place()), WT_OPERATOR_TOKEN: OPERATOR_TOKEN });

  it("drains what is in work at SIGTERM, then ends with 0 and leaves nothing open", async () => {
    await using server = await servePlatform(env());
    const client = platformClient(server.url);
    const { token } = await client.issue("acct-drain", ["twin-stripe"]);
    const before = await client.eventsStored();
    const batch = JSON.stringify(batchOf("twin-stripe", [observation()]));
    const half = await sendHalf(server, token, batch);
    server.kill("SIGTERM");
    await vi.waitUntil(() => server.log.some(({ msg }) => msg === "stopping"));
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow("fetch failed");
    half.write(batch.slice(10));
    const answer = await text(half);
    expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*connection: close[^]*"accepted":1/i);
    expect(await server.exited).toBe(0);
    expect(server.log.at(-1)).toMatchObject({ msg: "stopped", cut_connections: false, stuck_tasks: [] });
    const left = await readdir(place().dataDir);
    expect(left.filter((name) => /lock|server\.json|\.tmp/.test(name))).toEqual([]);
    await using again = await servePlatform(env());
    expect(await platformClient(again.url).eventsStored()).toBe(before + 1);
  });

  it("ends at once at the second signal", async () => {
    await using server = await servePlatform(env());
    const { token } = await platformClient(server.url).issue("acct-second", ["twin-stripe"]);
    const half = await sendHalf(server, token, JSON.stringify(batchOf("twin-stripe", [observation()])));
    server.kill("SIGINT");
    await vi.waitUntil(() => server.log.some(({ msg }) => msg === "stopping"));
    server.kill("SIGTERM");
    expect(await server.exited).toBe(1);
    half.destroy();
  });

  it.each([
    ["uncaughtException", "throw error"],
    ["unhandledRejection", "void Promise.reject(error)"],
  ])("logs an %s with its cause and ends with 1", async (msg, statement) => {
    const error = 'new Error("the outer fault", { cause: new Error("the root of it") })';
    const preload = `process.on("SIGUSR2", () => { const error = ${error}; ${statement}; });`;
    await using server = await servePlatform(env(), { preload });
    server.kill("SIGUSR2");
    expect(await server.exited).toBe(1);
    expect(server.log.at(-1)).toMatchObject({
      level: "fatal",
      msg,
      err: { message: "the outer fault", cause: { message: "the root of it" } },
    });
  });

  it("writes no secret to its log in a full run", async () => {
    const secrets: string[] = [];
    const server = await servePlatform({ ...env(), WT_OPERATOR_TOKEN: undefined, WT_LOG_LEVEL: "debug" });
    const operatorToken = (await readFile(join(place().dataDir, "operator-token"), "utf8")).trim();
    const client = platformClient(server.url, operatorToken);
    const { token } = await client.issue("acct-secrets", ["twin-stripe"]);
    await client.ingest(token, batchOf("twin-stripe", [observation()]));
    await expect(client.ingest(token, batchOf("twin-slack", [observation()]))).rejects.toThrow("403");
    await expect(client.ingest(`${token}x`, batchOf("twin-stripe", [observation()]))).rejects.toThrow("401");
    await fetch(`${server.url}/v1/revocations?token=${operatorToken}`, { headers: { cookie: operatorToken } });
    server.kill("SIGTERM");
    expect(await server.exited).toBe(0);
    const keys = JSON.parse(await readFile(join(place().dataDir, "signing-keys.json"), "utf8")) as {
      active: { d: string };
      standby: { d: string };
    };
    secrets.push(operatorToken, token, token.split(".")[2]!, keys.active.d, keys.standby.d);
    expect(server.log.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(server.output()).not.toContain(secret);
  });

  it("ends with 4 and a sentence where its address is taken", async () => {
    await using server = await servePlatform(env());
    const elsewhere = { ...env(), WT_DATA_DIR: `${place().dataDir}-2`, PORT: new URL(server.url).port };
    const { code, stdout, stderr } = await runPlatform(["serve"], elsewhere);
    expect(code).toBe(4);
    expect(stderr).toContain("something else listens there");
    expect(JSON.parse(stdout)).toMatchObject({ level: "fatal", code: "address_unavailable" });
  });
});

/** Sends the head and the first ten bytes of a batch, and waits until the platform has begun to read it. */
async function sendHalf(server: PlatformProcess, token: string, batch: string): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const head = [
    "POST /telemetry/v1/ingest HTTP/1.1",
    `host: ${hostname}`,
    `authorization: Bearer ${token}`,
    "content-type: application/json",
    "expect: 100-continue",
    `content-length: ${Buffer.byteLength(batch)}`,
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toContain("100 Continue");
  socket.write(batch.slice(0, 10));
  return socket;
}
