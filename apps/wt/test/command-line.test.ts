import { removeFile } from "@twinkit-pro/persist";
import { describe, expect, it } from "vitest";
import { createCheckout } from "./checkout.ts";
import { freePort } from "./free-port.ts";

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
    await checkout.addTwin("one", await freePort());
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

it("a folder without twins is told from a checkout", async () => {
  await using checkout = await createCheckout();
  expect((await checkout.wt("up", "--json")).json()).toMatchObject({ error: { code: "checkout_invalid" } });
  await checkout.addTwin("one", await freePort());
  await checkout.write("twins/one/twin.manifest.json", '{"vendor":"one"}');
  const broken = await checkout.wt("up");
  expect([broken.exitCode, broken.stderr]).toEqual([1, expect.stringContaining("twin.manifest.json cannot be used:")]);
});

it("a twin that is not built is named", async () => {
  await using checkout = await createCheckout();
  await checkout.addTwin("one", await freePort());
  await removeFile(`${checkout.root}/twins/one/dist/index.js`);
  expect((await checkout.wt("up", "--json")).json()).toMatchObject({
    error: { code: "not_built", message: expect.stringContaining("one") },
  });
});
