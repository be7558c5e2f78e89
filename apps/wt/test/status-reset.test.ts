import { describe, expect, it } from "vitest";
import { createCheckout } from "./checkout.ts";
import { freePort } from "./free-port.ts";

describe("wt status", () => {
  it("exits with 1 where a twin that should run does not answer", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    const { twins } = (await checkout.wt("up", "--json")).json() as { twins: { pid: number }[] };
    process.kill(twins[0]?.pid ?? 0, "SIGSTOP");
    const status = await checkout.wt("status", "--json");
    process.kill(twins[0]?.pid ?? 0, "SIGCONT");
    expect(status.exitCode).toBe(1);
    expect(status.json()).toMatchObject({
      twins: [{ healthy: false, problem: expect.stringMatching(/time|2000|2 s/i) }],
    });
  });

  it("goes on telling of a process that ended by itself, until up or down", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    const { twins } = (await checkout.wt("up", "--json")).json() as { twins: { pid: number }[] };
    process.kill(twins[0]?.pid ?? 0, "SIGKILL");
    await expect.poll(async () => (await checkout.wt("status")).stdout).toContain("unhealthy: its process ended");
    expect((await checkout.wt("status")).exitCode).toBe(1);
    expect((await checkout.wt("up")).exitCode).toBe(0);
    expect((await checkout.wt("status")).exitCode).toBe(0);
  });

  it("is content where nothing runs", async () => {
    await using checkout = await createCheckout();
    const { exitCode, stdout } = await checkout.wt("status");
    expect([exitCode, stdout]).toEqual([0, "No twin runs. Start some with wt up.\n"]);
  });
});

describe("wt reset", () => {
  it("resets what runs and refuses what does not", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    await checkout.wt("up", "one");
    expect((await checkout.wt("reset", "--json")).json()).toEqual({ twins: [{ twin: "one", problem: null }] });
    const refused = await checkout.wt("reset", "two");
    expect([refused.exitCode, refused.stderr]).toEqual([1, "wt: Not running: two. Start with wt up two.\n"]);
  });
});
