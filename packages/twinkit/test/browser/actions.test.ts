import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { openTab, pictures, soon } from "./browser.ts";
import { browserSuite } from "./browser-suite.ts";
import { serveProbe, type ServedProbe } from "./served-probe.ts";

const HOUR_MS = 3_600_000;

browserSuite("what the inspector does", (browser) => {
  it("browses and searches the state", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    for (let at = 0; at < 60; at += 1) await probe.call("POST", "/notes", { text: `Note ${at}`, owner: "ada" });
    await probe.call("POST", "/hooks", { url: "http://127.0.0.1:9/" });
    await open(page, probe, "State");
    const rows = page.getByRole("region", { name: "Collections and objects" }).locator("ol li");
    await page.getByRole("link", { name: "notes 60" }).click();
    await soon(() => rows.count()).toBe(50);
    await page.getByRole("link", { name: "Older" }).click();
    await soon(() => rows.count()).toBe(10);
    await page.getByRole("searchbox", { name: "Search notes" }).fill("note 17");
    await page.getByRole("button", { name: "Search" }).click();
    await soon(() => rows.count()).toBe(1);
    await rows.getByRole("link").click();
    const detail = page.getByRole("region", { name: "Object", exact: true });
    await soon(() => detail.textContent()).toContain('"text": "Note 17"');
    const id = (await detail.getByRole("heading", { level: 2 }).textContent()) ?? "";
    await pictures(page, "state");
    await page.getByRole("link", { name: "Requests that name it" }).click();
    await page.getByRole("link", { name: /POST \/notes 201/ }).click();
    await page.getByRole("region", { name: "Exchange" }).getByRole("link", { name: id }).click();
    await detail.getByRole("heading", { name: id }).waitFor();
    expect(tab.problems).toEqual([]);
  });

  it("saves a world as a file, and makes it of one", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await probe.call("POST", "/notes", { text: "kept" });
    await open(page, probe, "State");
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download", exact: true }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("probe-default.json");
    const file = await saved.path();
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ format: "wt-state", twin: "twin-probe" });
    await probe.call("POST", "/notes", { text: "lost" });
    await page.getByLabel("A file that was downloaded here").setInputFiles(file);
    await page.getByRole("button", { name: "Import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Replace" }).click();
    await said(page, "World default is what the file says.");
    expect((await probe.call("GET", "/notes")).json).toMatchObject({ notes: [{ text: "kept" }] });
    const broken = { name: "broken.json", mimeType: "application/json", buffer: Buffer.from('{"format":') };
    await page.getByLabel("A file that was downloaded here").setInputFiles(broken);
    await page.getByRole("button", { name: "Import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Replace" }).click();
    await said(page, "The file is not JSON.");
    expect(tab.problems).toEqual([]);
  });

  it("moves the clock, and what is due happens", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await probe.call("POST", "/notes", { text: "later", publish_after_ms: HOUR_MS });
    await open(page, probe, "Clock");
    await page.getByText("note.publish").waitFor();
    await pictures(page, "clock");
    await page.getByRole("button", { name: "Advance by 1 hour" }).click();
    await said(page, "The clock stands at 2026-01-01T01:00:00.000Z; actions run on the way: 1.");
    expect((await probe.call("GET", "/notes")).json).toMatchObject({ notes: [{ status: "published" }] });
    for (const [label, time] of [
      ["1 minute", "2026-01-01T01:01"],
      ["1 day", "2026-01-02T01:01"],
      ["30 days", "2026-02-01T01:01"],
    ] as const) {
      await page.getByRole("button", { name: `Advance by ${label}` }).click();
      await soon(() => timeOf(probe)).toContain(time);
    }
    await page.getByLabel("Another duration").fill("90m");
    await page.keyboard.press("Enter");
    await soon(() => timeOf(probe)).toContain("2026-02-01T02:31");
    await page.getByLabel("An instant").fill("2030-05-05T00:00:00Z");
    await page.getByRole("button", { name: "Set" }).click();
    await soon(() => timeOf(probe)).toContain("2030-05-05T00:00");
    await page.getByRole("button", { name: "Let it flow" }).click();
    await page.getByRole("button", { name: "Freeze" }).click();
    await page.getByRole("button", { name: "Let it flow" }).waitFor();
    expect(tab.problems).toEqual([]);
  });

  it("says what is wrong with a value, at its field", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await open(page, probe, "Clock");
    const field = page.getByLabel("Another duration");
    await field.fill("soon");
    await page.getByRole("button", { name: "Advance", exact: true }).click();
    await soon(() => page.getByRole("status").textContent()).toContain("write a duration");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.evaluate((element) => element.matches(":focus"))).toBe(true);
    expect(await timeOf(probe)).toContain("2026-01-01T00:00");
    await field.fill("1m");
    await page.keyboard.press("Enter");
    await said(page, "The clock stands at 2026-01-01T00:01:00.000Z; actions run on the way: 0.");
    expect(await field.getAttribute("aria-invalid")).toBeNull();
  });

  it("takes, restores and deletes snapshots", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await probe.call("POST", "/notes", { text: "before" });
    await open(page, probe, "Snapshots");
    await page.getByLabel("Name").fill("start");
    await page.getByRole("button", { name: "Take a snapshot" }).click();
    await said(page, "Snapshot start taken.");
    await probe.call("POST", "/notes", { text: "after" });
    expect(await countOf(probe)).toBe(2);
    await pictures(page, "snapshots");
    await page.getByRole("button", { name: "Restore start" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(await countOf(probe)).toBe(2);
    await page.getByRole("button", { name: "Restore start" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
    await said(page, "The world is what it was at start.");
    expect(await countOf(probe)).toBe(1);
    await page.getByRole("button", { name: "Delete start" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("No snapshot yet").waitFor();
    expect((await probe.call("GET", "/admin/snapshots")).json).toEqual({ snapshots: [] });
    expect(tab.problems).toEqual([]);
  });

  it("makes, shows, resets and drops worlds", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await probe.call("POST", "/notes", { text: "a" });
    await open(page, probe, "Worlds");
    await page.getByLabel("New world").fill("blue");
    await page.getByRole("button", { name: "Create" }).click();
    await said(page, "World blue is there.");
    await soon(() => new URL(page.url()).searchParams.get("world")).toBe("blue");
    await probe.call("POST", "/notes", { text: "b" }, { "wt-world": "blue" });
    await pictures(page, "worlds");
    await page.getByRole("combobox", { name: "World", exact: true }).selectOption("default");
    await soon(() => new URL(page.url()).searchParams.get("world")).toBe("default");
    await page.getByRole("button", { name: "Reset blue" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
    await said(page, "World blue is as new.");
    expect(await countOf(probe, "blue")).toBe(0);
    expect(await countOf(probe)).toBe(1);
    await page.getByRole("button", { name: "Drop blue" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Drop" }).click();
    await said(page, "World blue is gone.");
    expect((await probe.call("GET", "/admin/worlds")).json).toMatchObject({ worlds: [{ name: "default" }] });
    expect(tab.problems).toEqual([]);
  });

  it("shows deliveries with every attempt, attempts pending ones and replays", async () => {
    const bodies: string[] = [];
    let status = 500;
    const receiver = createServer((request, response) => {
      bodies.push(request.method ?? "");
      request.resume();
      response.writeHead(status, { "content-type": "application/json" }).end('{"said":"so"}');
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    const { port } = receiver.address() as AddressInfo;
    await probe.call("POST", "/hooks", { url: `http://127.0.0.1:${port}/hook` });
    await probe.call("POST", "/notes", { text: "tell", publish_after_ms: 0 });
    await probe.settle();
    await open(page, probe, "Webhooks");
    await page.getByRole("link", { name: /note.published pending/ }).click();
    const detail = page.getByRole("region", { name: "Delivery", exact: true });
    await detail.getByText("500 Internal Server Error").waitFor();
    await detail.getByText("Request headers of attempt 1").click();
    expect(await detail.textContent()).toContain("probe-signature");
    status = 200;
    await page.getByRole("button", { name: "Attempt pending now" }).click();
    await said(page, "Pending deliveries attempted: 1.");
    await detail.getByText("200 OK").waitFor();
    await pictures(page, "webhooks");
    await page.getByRole("button", { name: /Replay/ }).click();
    await said(page, "Sent again as whd_000002.");
    await page
      .getByRole("link", { name: /note.published delivered/ })
      .nth(1)
      .waitFor();
    expect(bodies).toHaveLength(3);
    await page.getByRole("combobox", { name: "Status of deliveries" }).selectOption("failed");
    await page.getByText("No delivery is failed.").waitFor();
    receiver.close();
    expect(tab.problems).toEqual([]);
  });

  it("changes how the twin behaves", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await open(page, probe, "Behaviour");
    await page.getByLabel("Failure rate").fill("1");
    await page.getByLabel("Webhook address").fill("http://127.0.0.1:9/all");
    await page.getByLabel("Strictness").selectOption("false");
    await page.getByLabel("Rate limits", { exact: true }).selectOption("small");
    await page.getByRole("button", { name: "Change" }).click();
    await said(page, "Changed for every world of the twin.");
    expect((await probe.call("GET", "/admin/config")).json).toMatchObject({
      fail_rate: 1,
      strict: false,
      webhook_url: "http://127.0.0.1:9/all",
      rate_limit_profile: "small",
    });
    expect((await probe.call("GET", "/notes")).status).toBe(500);
    expect(await page.getByLabel("Failure rate").inputValue()).toBe("1");
    await page.getByLabel("Webhook address").fill("");
    await page.getByLabel("Rate limits", { exact: true }).selectOption("");
    await page.getByLabel("Failure rate").fill("0");
    await page.getByRole("button", { name: "Change" }).click();
    await soon(async () => (await probe.call("GET", "/admin/config")).json["webhook_url"]).toBeNull();
    await page.getByRole("button", { name: "Switch on text_count" }).click();
    await page.getByRole("button", { name: "Switch off text_count" }).waitFor();
    expect((await probe.call("GET", "/notes/count")).json).toEqual({ count: "0" });
    await pictures(page, "behaviour");
    expect(tab.problems).toEqual([]);
  });

  it("arms and disarms faults", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await open(page, probe, "Faults");
    await page.getByLabel("Method").selectOption("GET");
    await page.getByLabel("Path").fill("/notes");
    await page.getByLabel("Error status").fill("503");
    await page.getByLabel("Count").fill("2");
    await page.getByRole("button", { name: "Arm the fault" }).click();
    await said(page, "Fault fault_1 is armed.");
    expect((await probe.call("GET", "/notes")).status).toBe(503);
    expect((await probe.call("GET", "/notes/count")).status).toBe(200);
    await page.getByText("fired 1 time · asked 1 time · 1 left").waitFor();
    await page.getByLabel("Connection").selectOption("cut the body in half");
    await page.getByLabel("Latency", { exact: true }).fill("5");
    await page.getByLabel("Sequence").fill("fail, ok");
    await page.getByRole("button", { name: "Arm the fault" }).click();
    await said(page, "Fault fault_2 is armed.");
    expect((await probe.call("GET", "/admin/faults")).json).toMatchObject({
      faults: [
        { id: "fault_1" },
        { id: "fault_2", effect: { truncate: true, latency_ms: 5 }, sequence: ["fail", "ok"] },
      ],
    });
    await pictures(page, "faults");
    for (const id of ["fault_1", "fault_2"]) {
      await page.getByRole("button", { name: `Disarm ${id}` }).click();
      await said(page, `Fault ${id} is disarmed.`);
    }
    await page.getByText("No fault is armed").waitFor();
    expect((await probe.call("GET", "/notes")).status).toBe(200);
    await page.getByRole("button", { name: "Arm the fault" }).click();
    await soon(() => page.getByRole("status").textContent()).toContain("names no effect");
    expect(tab.problems).toEqual([expect.stringContaining("400")]);
  });

  it("starts and finishes a run", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await open(page, probe, "Runs");
    await page.getByLabel("Name").fill("first");
    await page.getByLabel("Seed").fill("7");
    await page.getByRole("button", { name: "Start a run" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Start" }).click();
    await said(page, "Run first captures this world.");
    await probe.call("POST", "/notes", { text: "captured" });
    await page.getByRole("button", { name: "Finish the run" }).click();
    await said(page, "Run first is finished; exchanges captured: 1.");
    await page.getByText("finished", { exact: true }).waitFor();
    expect((await probe.call("GET", "/admin/runs")).json).toMatchObject({ runs: [{ run_id: "first", seed: 7 }] });
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download first" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("first.jsonl");
    expect((await readFile(await saved.path(), "utf8")).trimEnd().split("\n")).toHaveLength(3);
    await pictures(page, "runs");
    expect(tab.problems).toEqual([]);
  });
});

/** Goes to a panel the way people do: from the overview. */
async function open(page: Page, probe: ServedProbe, panel: string): Promise<void> {
  await page.goto(`${probe.url}/admin/ui?world=default`);
  const link = page.getByRole("navigation", { name: "Panels" }).getByRole("link", { name: new RegExp(`^${panel}`) });
  await link.click();
  await page.getByRole("heading", { level: 1, name: panel }).waitFor();
}

async function said(page: Page, text: string): Promise<void> {
  await soon(() => page.getByRole("status").textContent()).toBe(text);
}

async function timeOf(probe: ServedProbe): Promise<string> {
  return (await probe.call("GET", "/admin/time")).json["time"] as unknown as string;
}

async function countOf(probe: ServedProbe, world = "default"): Promise<unknown> {
  return (await probe.call("GET", "/notes/count", undefined, { "wt-world": world })).json["count"];
}
