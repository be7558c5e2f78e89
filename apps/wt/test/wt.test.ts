import { generateSigningKey, issueLicense, jwksOf, publicJwkOf } from "@twinkit-pro/license-verifier";
import { LICENSE_ISSUER_DEFAULT } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { createCheckout } from "./checkout.ts";
import { freePort, holdPort } from "./free-port.ts";

async function licenseFile(twins: string[], issuedDaysAgo = 0): Promise<string> {
  const key = await generateSigningKey();
  const nowSeconds = Math.floor(Date.now() / 1_000) - issuedDaysAgo * 86_400;
  const order = { key, issuer: LICENSE_ISSUER_DEFAULT, account: "a", plan: "pro", kind: "ci", jti: "j" } as const;
  const { token } = await issueLicense({ ...order, twins, ttlDays: 1, nowSeconds });
  return JSON.stringify({ format: "wt-license", version: 1, token, jwks: jwksOf({ active: publicJwkOf(key) }) });
}

describe("wt up and wt down", () => {
  it("start and stop twins, once each however often they are called", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    const first = await checkout.wt("up", "--json");
    expect([first.exitCode, first.stderr]).toEqual([0, ""]);
    const { twins } = first.json() as { twins: { pid: number; twin: string; url: string }[] };
    expect(twins.map(({ twin }) => twin).toSorted()).toEqual(["one", "two"]);
    expect(new Set(twins.map(({ pid }) => pid)).size).toBe(1);
    expect((await fetch(`${twins[0]?.url}/admin/health`)).status).toBe(200);
    const again = (await checkout.wt("up", "--json")).json() as { twins: object[] };
    expect(again.twins).toEqual(twins);
    expect((await checkout.wt("down")).stdout).toContain("one: stopped");
    await expect(fetch(`${twins[0]?.url}/admin/health`)).rejects.toThrow();
    expect((await checkout.wt("down")).stdout).toBe("No twin was running.\n");
  });

  it("give each twin a process of its own with --isolate", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    const { twins } = (await checkout.wt("up", "--isolate", "--json")).json() as { twins: { pid: number }[] };
    expect(new Set(twins.map(({ pid }) => pid)).size).toBe(2);
  });

  it("stop one twin and keep the other of the same process", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    await checkout.wt("up");
    expect((await checkout.wt("down", "one", "--json")).json()).toEqual({
      stopped: [{ twin: "one", outcome: "stopped" }],
    });
    const status = (await checkout.wt("status", "--json")).json() as { twins: { twin: string; healthy: boolean }[] };
    expect(status.twins).toMatchObject([{ twin: "two", healthy: true }]);
  });

  it("name the taken port and who holds it, and start nothing", async () => {
    await using checkout = await createCheckout();
    const { port, server } = await holdPort();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", port);
    const result = await checkout.wt("up");
    server.close();
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(`Port ${port} is held by`);
    if (process.platform === "linux") expect(result.stderr).toContain(`process ${process.pid} (`);
    expect((await checkout.wt("status", "--json")).json()).toEqual({ twins: [] });
  });

  it("say what a broken module did", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.write("twins/one/dist/index.js", "export const other = 1;");
    const result = await checkout.wt("up", "--json");
    expect(result.exitCode).toBe(1);
    expect(result.json()).toMatchObject({
      error: { code: "start_failed", message: expect.stringContaining("`twin`") },
    });
  });
});

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

  it("forgets a process that was killed", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    const { twins } = (await checkout.wt("up", "--json")).json() as { twins: { pid: number }[] };
    process.kill(twins[0]?.pid ?? 0, "SIGKILL");
    await expect.poll(async () => (await checkout.wt("status", "--json")).stdout).toBe('{"twins":[]}\n');
    expect((await checkout.wt("up")).exitCode).toBe(0);
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

describe("a licence", () => {
  it("lets the twins it covers start and refuses the others by name", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    await checkout.write("home/license.json", await licenseFile(["twin-one"]));
    const result = await checkout.wt("up", "--json");
    expect(result.exitCode).toBe(1);
    expect(result.json()).toMatchObject({
      twins: [{ twin: "one", license: "valid", healthy: true }],
      refused: [{ twin: "twin-two", code: "wrong_audience" }],
    });
  });

  it("that has ended keeps a twin from starting", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.write("home/license.json", await licenseFile(["twin-one"], 2));
    const result = await checkout.wt("up");
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain("twin-one does not start (expired).");
    expect((await checkout.wt("status", "--json")).json()).toEqual({ twins: [] });
  });

  it("is missing with one warning", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    expect((await checkout.wt("up")).stdout).toMatch(
      /^Warning: No licence at .*license\.json: the twins run unlicensed/,
    );
  });
});

describe("a command line that cannot be used", () => {
  it.each([
    [["up", "nope"], "No twin is named"],
    [["up", "--wat"], "Unknown option"],
    [["up", "--port-offset", "x"], "--port-offset"],
    [["status", "extra"], "Unexpected argument"],
    [["fly"], "Unknown command"],
  ])("%j exits with 2", async (args, message) => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    const result = await checkout.wt(...args);
    expect([result.exitCode, result.stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it("is told in JSON where JSON was asked for", async () => {
    await using checkout = await createCheckout();
    const result = await checkout.wt("up", "nope", "--json");
    expect(result.json()).toMatchObject({ error: { code: "unknown_twin" } });
  });
});

it("wt version says which, without arguments wt says how", async () => {
  await using checkout = await createCheckout();
  expect((await checkout.wt("version", "--json")).json()).toMatchObject({ version: expect.stringMatching(/^\d/) });
  const bare = await checkout.wt();
  expect([bare.exitCode, bare.stdout]).toEqual([2, expect.stringContaining("EXIT CODES")]);
});
