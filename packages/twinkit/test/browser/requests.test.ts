import { expect, it } from "vitest";
import { openTab, pictures, soon } from "./browser.ts";
import { browserSuite } from "./browser-suite.ts";
import { serveProbe } from "./served-probe.ts";

browserSuite("the requests in a browser", (browser) => {
  it("shows what was sent and what came back", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    for (let at = 0; at < 12; at += 1) await probe.call("POST", "/notes", { text: `Note ${at}`, owner: "ada" });
    await probe.call("GET", "/notes?owner=ada");
    await probe.call("GET", "/notes/nope");
    await probe.call("GET", "/nowhere");
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests`);
    await page.getByRole("link", { name: /GET \/notes 200/ }).click();
    const detail = page.getByRole("region", { name: "Exchange" });
    await detail.getByRole("heading", { name: "GET /notes" }).waitFor();
    expect(await detail.textContent()).toContain('"text": "Note 11"');
    expect(await detail.textContent()).toContain("200 OK");
    await detail.getByText("Request headers").click();
    expect(await detail.textContent()).toContain("authorizationREDACTED");
    expect(new URL(page.url()).pathname).toBe("/admin/ui/requests/13");
    await pictures(page, "requests");

    await page.getByRole("link", { name: /GET \/nowhere 404 not in this twin/ }).click();
    await detail.getByText("The twin has no such route").waitFor();
    await page.goBack();
    await detail.getByRole("heading", { name: "GET /notes" }).waitFor();
    expect(tab.problems).toEqual([]);
  });

  it("shows new exchanges without a reload, keeps what is open, and can be paused", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests`);
    await page.getByRole("heading", { name: "No requests in this world yet" }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    const rows = page.getByRole("list").and(page.locator("#ledger")).getByRole("link");
    await page.evaluate("window.stayed = true");

    await probe.call("POST", "/notes", { text: "first" });
    await rows.filter({ hasText: "/notes" }).first().click();
    const detail = page.getByRole("region", { name: "Exchange" });
    await detail.getByText("Response headers").click();
    const opened = detail.locator("#response-headers");
    await probe.call("GET", "/notes");
    await rows.filter({ hasText: "GET" }).waitFor();
    expect(await opened.getAttribute("open")).not.toBeNull();
    await soon(() => page.locator("#news").textContent()).toEqual("1 new request");

    await page.getByRole("button", { name: "Pause" }).click();
    await probe.call("GET", "/notes/a");
    await probe.call("GET", "/notes/b");
    await page.getByText("Paused, 2 new").waitFor();
    expect(await rows.count()).toBe(2);
    await page.getByRole("button", { name: "Resume" }).click();
    await soon(() => rows.count()).toEqual(4);
    expect(await page.evaluate("window.stayed")).toBe(true);
    expect(tab.problems).toEqual([]);
  });

  it("narrows by text, method and status, and pages back to the oldest", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    for (let at = 0; at < 60; at += 1) await probe.call("GET", `/notes/n${at}`);
    await probe.call("POST", "/notes", { text: "needle" });
    await page.goto(`${probe.url}/admin/ui/requests`);
    const rows = page.locator("#ledger li");
    expect(await rows.count()).toBe(50);
    await page.getByRole("link", { name: "Older" }).click();
    await soon(() => rows.count()).toEqual(11);
    await page.getByRole("link", { name: "Newest" }).click();
    await soon(() => rows.count()).toEqual(50);

    await page.getByRole("combobox", { name: "Method" }).selectOption("POST");
    await soon(() => rows.count()).toEqual(1);
    await page.getByRole("combobox", { name: "Method" }).selectOption("");
    await page.getByRole("searchbox").fill("NEEDLE");
    await page.keyboard.press("Enter");
    await soon(() => rows.count()).toEqual(1);
    expect(new URL(page.url()).searchParams.get("text")).toBe("NEEDLE");
    await page.getByRole("combobox", { name: "Status" }).selectOption("5xx");
    await page.getByText("No request matches.").waitFor();
    await page.getByRole("link", { name: "Show all of them" }).click();
    await soon(() => rows.count()).toEqual(50);
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
    expect(tab.problems).toEqual([]);
  });

  it("leads to the world of a credential, whose requests one looks for in vain here", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests?world=default`);
    await page.getByText("Live", { exact: true }).waitFor();
    await fetch(`${probe.url}/notes`, { headers: { authorization: "Bearer somebody" } });
    const elsewhere = page.getByRole("main").getByRole("link", { name: /^w-[0-9a-f]{16} 1$/ });
    await elsewhere.click();
    await page.getByRole("link", { name: /GET \/notes 200/ }).waitFor();
    expect(tab.problems).toEqual([]);
  });

  it("goes to the first world that is used, where none was chosen", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests`);
    await page.getByText("Live", { exact: true }).waitFor();
    await fetch(`${probe.url}/notes`, { headers: { authorization: "Bearer somebody" } });
    await page.getByRole("link", { name: /GET \/notes 200/ }).waitFor();
    expect(await page.getByRole("combobox", { name: "World", exact: true }).inputValue()).toMatch(/^w-[0-9a-f]{16}$/);
    await fetch(`${probe.url}/notes/count`, { headers: { authorization: "Bearer somebody" } });
    await page.getByRole("link", { name: /GET \/notes\/count 200/ }).waitFor();
    expect(tab.problems).toEqual([]);
  });

  it("loses no click while everything changes all the time", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests`);
    let busy = true;
    const traffic = (async () => {
      while (busy) {
        await probe.call("GET", "/notes");
        await page.waitForTimeout(5);
      }
    })();
    for (let round = 0; round < 3; round += 1) {
      for (const name of ["State", "Webhooks", "Faults", "Clock", "Requests"]) {
        await page
          .getByRole("navigation", { name: "Panels" })
          .getByRole("link", { name: new RegExp(`^${name}`) })
          .click();
        await page.getByRole("heading", { level: 1, name }).waitFor();
      }
    }
    busy = false;
    await traffic;
    expect(tab.problems).toEqual([]);
  });

  it("says that its world is gone, and asks no more", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await probe.call("POST", "/admin/worlds", { name: "blue" });
    await page.goto(`${probe.url}/admin/ui/requests?world=blue`);
    await page.getByText("Live", { exact: true }).waitFor();
    await probe.call("DELETE", "/admin/worlds/blue");
    await page.getByRole("heading", { name: "This page cannot be shown" }).waitFor();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.waitForTimeout(1_000);
    expect(asked).toEqual([]);
    await page.getByRole("link", { name: "Go to the overview" }).click();
    await page.getByText("Live", { exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/admin/ui");
  });

  it("comes back by itself when the twin was away", async () => {
    const probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests`);
    await page.getByText("Live", { exact: true }).waitFor();
    await probe[Symbol.asyncDispose]();
    await page.getByText("Not connected").waitFor();
    await using again = await serveProbe({}, Number(new URL(probe.url).port));
    await page.getByText("Live", { exact: true }).waitFor();
    await again.call("GET", "/notes");
    await page.locator("#ledger li").waitFor();
  });
});
