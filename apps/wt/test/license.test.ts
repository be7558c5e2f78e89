import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createCheckout } from "./checkout.ts";
import { startCollector } from "./collector.ts";
import { freePort } from "./free-port.ts";
import { licenseFile } from "./license-file.ts";

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

  it("from a clock that was turned back is refused, by the time that earlier runs kept", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.write("home/license.json", await licenseFile(["twin-one"]));
    expect((await checkout.wt("up")).exitCode).toBe(0);
    await checkout.wt("down");
    const mark = join(checkout.home, "clock-mark.json");
    const { seen_at, license_iat } = JSON.parse(await readFile(mark, "utf8")) as Record<string, number>;
    expect(seen_at).toBeGreaterThanOrEqual(license_iat ?? Infinity);
    await checkout.write("home/clock-mark.json", JSON.stringify({ seen_at: (seen_at ?? 0) + 7_200, license_iat }));
    expect((await checkout.wt("up", "--json")).json()).toMatchObject({ refused: [{ code: "clock_rolled_back" }] });
  });
});

describe("telemetry", () => {
  it("goes to the platform under the licence, from start to stop", async () => {
    await using collector = await startCollector();
    await using checkout = await createCheckout({ WT_PLATFORM_URL: collector.url });
    await checkout.addTwin("one", await freePort());
    await checkout.write("home/license.json", await licenseFile(["twin-one"]));
    await checkout.wt("up");
    await checkout.wt("down");
    expect(collector.batches.flatMap(({ events }) => events.map(({ type }) => type))).toEqual([
      "twin_started",
      "twin_stopped",
    ]);
    expect(collector.batches[0]).toMatchObject({
      twin: "twin-one",
      authorization: expect.stringMatching(/^Bearer ey/),
    });
  });

  it.each([
    ["where it is off", { WONDERTWIN_TELEMETRY: "off" }, true],
    ["without a licence", {}, false],
  ])("stays here %s", async (_, env, isLicensed) => {
    await using collector = await startCollector();
    await using checkout = await createCheckout({ WT_PLATFORM_URL: collector.url, ...env });
    await checkout.addTwin("one", await freePort());
    if (isLicensed) await checkout.write("home/license.json", await licenseFile(["twin-one"]));
    expect((await checkout.wt("up")).exitCode).toBe(0);
    await checkout.wt("down");
    expect(collector.batches).toEqual([]);
  });

  it("to an address that is none is refused by the variable's name", async () => {
    await using checkout = await createCheckout({ WT_TELEMETRY_URL: "platform:4100" });
    await checkout.addTwin("one", await freePort());
    await checkout.write("home/license.json", await licenseFile(["twin-one"]));
    const { exitCode, stderr } = await checkout.wt("up");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('WT_TELEMETRY_URL is "platform:4100"')]);
  });
});
