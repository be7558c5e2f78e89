import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInBrowser, launchBrowser, NARROW, openTab, picture, WIDE } from "./browser.ts";
import { serveProbe } from "./served-probe.ts";

describeInBrowser("the requests in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it("shows what was sent and what came back", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser);
    for (let at = 0; at < 12; at += 1) await probe.call("POST", "/notes", { text: `Note ${at}`, owner: "ada" });
    await probe.call("GET", "/notes?owner=ada");
    await probe.call("GET", "/notes/nope");
    await probe.call("GET", "/nowhere");
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests`);
    await page.getByRole("link", { name: /GET \/notes 200/ }).click();
    await page.getByRole("heading", { name: "GET /notes" }).waitFor();
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize(WIDE);
      await picture(page, `requests-1280-${scheme}`);
      await page.setViewportSize(NARROW);
      await picture(page, `requests-390-${scheme}`);
    }
    expect(tab.problems).toEqual([]);
  });
});
