import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { processesOf } from "./processes-of.ts";
import { createScene } from "./start-process.ts";

const START_MS_MAX = 90_000;
const ENDING = { timeout: 40_000 };
/** Signals this close to the first are the same one. */
const SAME_SIGNAL_MS = 500;

it(
  "starts everything, demonstrates it, leaves nothing behind, and does so again on what is there",
  async () => {
    await using scene = await createScene();
    const first = scene.start("--exit");
    expect([await first.ended, first.output()]).toEqual([0, expect.stringContaining("ready")]);
    const subjects = first.output().match(/^[a-z]+(?= )/gm);
    expect(subjects?.slice(0, 14)).toEqual([
      "platform",
      "licence",
      "fleet",
      "stripe",
      "stripe",
      "stripe",
      "webhook",
      "stripe",
      "webhook",
      "iconik",
      "iconik",
      "iconik",
      "telemetry",
      "platform",
    ]);
    for (const port of scene.ports) expect(first.output()).toContain(`http://127.0.0.1:${port}\n`);
    expect(await scene.isAnyTaken()).toBe(false);
    const second = scene.start("--exit", "--no-demo");
    expect(await second.ended).toBe(0);
    expect(second.output()).not.toContain("webhook");
    expect(await scene.isAnyTaken()).toBe(false);
  },
  START_MS_MAX,
);

it(
  "stays until SIGTERM and ends with 0",
  async () => {
    await using scene = await createScene();
    const started = scene.start("--no-demo");
    await started.until(/Ctrl-C/);
    expect(await (await fetch(`http://127.0.0.1:${scene.ports[0]}/health`)).json()).toMatchObject({ summary: "ok" });
    started.child.kill("SIGTERM");
    expect(await started.ended).toBe(0);
    expect(await scene.isAnyTaken()).toBe(false);
  },
  START_MS_MAX,
);

it(
  "the second SIGTERM ends it at once, with 143, and nothing stays",
  async () => {
    await using scene = await createScene();
    const started = scene.start("--no-demo");
    await started.until(/Ctrl-C/);
    const stripe = scene.ports[1] ?? 0;
    // A request whose body never comes holds the twins up for their 5 s.
    const socket = connect(stripe, "127.0.0.1").on("error", () => undefined);
    const head = "Host: x\r\n";
    socket.write(
      `GET /admin/health HTTP/1.1\r\n${head}\r\nPOST /v1/customers HTTP/1.1\r\n${head}Content-Length: 9\r\n\r\n`,
    );
    await once(socket, "data");
    started.child.kill("SIGTERM");
    // Counts as the same signal.
    started.child.kill("SIGTERM");
    await started.until(/stopping/);
    await sleep(SAME_SIGNAL_MS + 1);
    started.child.kill("SIGTERM");
    expect(await started.ended).toBe(143);
    await expect.poll(() => scene.isAnyTaken(), ENDING).toBe(false);
    await expect.poll(() => processesOf(scene.stateDirectory), ENDING).toEqual([]);
    socket.destroy();
  },
  START_MS_MAX,
);

it.each([/^platform/m, /^fleet/m, /^stripe/m])(
  "ends whole when it is interrupted at %s",
  async (pattern) => {
    await using scene = await createScene();
    const started = scene.start();
    await started.until(pattern);
    started.child.kill("SIGINT");
    expect(await started.ended).toBe(130);
    expect(await scene.isAnyTaken()).toBe(false);
  },
  START_MS_MAX,
);

it(
  "names who holds a port, and starts nothing",
  async () => {
    await using scene = await createScene();
    const [platform, stripe] = scene.ports;
    const server = createServer().listen(stripe, "127.0.0.1");
    await once(server, "listening");
    const started = scene.start();
    expect(await started.ended).toBe(1);
    server.close();
    expect(started.output()).toContain(`Port ${stripe}, for stripe, is held by`);
    if (process.platform === "linux") expect(started.output()).toContain(`process ${process.pid} (`);
    expect(started.output()).not.toContain(`Port ${platform},`);
    expect(await scene.isAnyTaken()).toBe(false);
  },
  START_MS_MAX,
);

it(
  "stops the twins and ends with 1 when the platform dies",
  async () => {
    await using scene = await createScene();
    const started = scene.start("--no-demo");
    await started.until(/Ctrl-C/);
    const log = await readFile(join(scene.stateDirectory, "logs/platform.log"), "utf8");
    process.kill(Number(/"pid":(\d+)[^\n]*"msg":"listening"/.exec(log)?.[1]), "SIGKILL");
    expect(await started.ended).toBe(1);
    expect(started.output()).toContain("The platform ended: it was killed by SIGKILL.");
    expect(await scene.isAnyTaken()).toBe(false);
  },
  START_MS_MAX,
);

it(
  "leaves twins alone that somebody else started",
  async () => {
    await using scene = await createScene();
    const first = scene.start("--no-demo");
    await first.until(/Ctrl-C/);
    const second = scene.start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/Twins run already: stripe at .*\n.*npx wt down/);
    expect((await fetch(`http://127.0.0.1:${scene.ports[1]}/admin/health`)).status).toBe(200);
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
  },
  START_MS_MAX,
);

it("says how it is used where an option is wrong", async () => {
  await using scene = await createScene();
  const started = scene.start("--wat");
  expect([await started.ended, started.output()]).toEqual([2, expect.stringContaining("--no-demo")]);
});
