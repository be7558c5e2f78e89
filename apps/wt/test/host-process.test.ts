import { expect, it } from "vitest";
import { createCheckout } from "./checkout.ts";
import { freePort } from "./free-port.ts";
import { isGone } from "./is-gone.ts";

const WAIT = { timeout: 15_000 };

it("a host ends with the command that was killed while it started it", async () => {
  await using checkout = await createCheckout();
  await checkout.addTwin("one", await freePort());
  await checkout.write(
    "twins/one/dist/index.js",
    "console.log(`host ${process.pid} `); await new Promise((resolve) => setTimeout(resolve, 60_000));",
  );
  const wt = checkout.spawnWt("up");
  let host = 0;
  await expect
    .poll(async () => (host = Number(/host (\d+) /.exec(await checkout.log("one").catch(() => ""))?.[1] ?? 0)), WAIT)
    .toBeGreaterThan(0);
  wt.kill("SIGKILL");
  await expect.poll(() => isGone(host), WAIT).toBe(true);
  expect((await checkout.wt("status", "--json")).json()).toEqual({ twins: [] });
});

it("an exception that nobody caught is logged with its cause and ends the host", async () => {
  await using checkout = await createCheckout();
  await checkout.addTwin("one", await freePort());
  await checkout.append(
    "twins/one/dist/index.js",
    'process.on("SIGUSR2", () => { throw new Error("outer", { cause: new Error("inner") }); });',
  );
  const { twins } = (await checkout.wt("up", "--json")).json() as { twins: { pid: number }[] };
  const pid = twins[0]?.pid ?? 0;
  process.kill(pid, "SIGUSR2");
  await expect.poll(() => isGone(pid), WAIT).toBe(true);
  expect(await checkout.log("one")).toMatch(/"msg":"uncaughtException","error":"Error: outer.*caused by: Error: inner/);
  expect((await checkout.wt("status")).exitCode).toBe(1);
});

it("a wrong entry of WT_WEBHOOK_HOSTS is named, and nothing starts", async () => {
  await using checkout = await createCheckout({ WT_WEBHOOK_HOSTS: "hooks.example.com, http://nonsense/" });
  await checkout.addTwin("one", await freePort());
  const { exitCode, stderr } = await checkout.wt("up");
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("http://nonsense/")]);
  expect((await checkout.wt("status", "--json")).json()).toEqual({ twins: [] });
});
