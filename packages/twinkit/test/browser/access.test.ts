import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { PANELS } from "../../src/inspector/layout/panels.ts";
import { NARROW, openTab, soon, WIDE } from "./browser.ts";
import { browserSuite } from "./browser-suite.ts";
import { lowContrast } from "./contrast.ts";
import { serveProbe, type ServedProbe } from "./served-probe.ts";

const LONG = "averyveryverylongwordwithoutanyplacetobreak".repeat(8);

browserSuite("the inspector for everybody", (browser) => {
  it("fits its screen: no page scrolls sideways, wide or narrow", async () => {
    await using probe = await filledProbe();
    await using tab = await openTab(browser());
    for (const path of await everyPage(probe)) {
      await tab.page.goto(`${probe.url}${path}`);
      for (const size of [WIDE, NARROW]) {
        await tab.page.setViewportSize(size);
        const width = await tab.page.evaluate("document.documentElement.scrollWidth");
        expect([path, size.width, width]).toEqual([path, size.width, size.width]);
      }
    }
  });

  it("can be read: every text has the contrast of WCAG 2.2 AA, light and dark", async () => {
    await using probe = await filledProbe();
    await using tab = await openTab(browser());
    for (const colorScheme of ["light", "dark"] as const) {
      await tab.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const path of await everyPage(probe)) {
        await tab.page.goto(`${probe.url}${path}`);
        expect([path, colorScheme, await tab.page.evaluate(lowContrast)]).toEqual([path, colorScheme, []]);
      }
    }
  });

  it("names every control, and orders its headings", async () => {
    await using probe = await filledProbe();
    await using tab = await openTab(browser());
    for (const path of await everyPage(probe)) {
      await tab.page.goto(`${probe.url}${path}`);
      expect([path, await tab.page.evaluate(unnamedControls)]).toEqual([path, []]);
      expect([path, await tab.page.evaluate(repeatedIds)]).toEqual([path, []]);
      const levels = await tab.page.evaluate<number[]>(headingLevels);
      expect([path, levels.filter((level) => level === 1)]).toEqual([path, [1]]);
      expect([path, levels.every((level, at) => at === 0 || level - (levels[at - 1] ?? 0) <= 1)]).toEqual([path, true]);
    }
    expect(await tab.page.getAttribute("html", "lang")).toBe("en");
  });

  it("is used by keyboard alone: from the skip link to a moved clock and a dialog that Esc closes", async () => {
    await using probe = await filledProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui?world=default`);
    await page.keyboard.press("Tab");
    expect(await focusedText(page)).toBe("Skip to the content");
    expect(await page.evaluate(focusIsVisible)).toBe(true);
    await page.keyboard.press("Enter");
    await soon(() => page.evaluate("document.activeElement.id")).toBe("main");

    await page.goto(`${probe.url}/admin/ui?world=default`);
    await tabTo(page, /^Clock/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Clock" }).waitFor();
    expect(await focusedText(page)).toMatch(/^Clock/);
    await tabTo(page, /^Advance by 1 hour/);
    expect(await page.evaluate(focusIsVisible)).toBe(true);
    await page.keyboard.press("Space");
    await soon(() => page.getByRole("status").textContent()).toContain("2026-01-01T01:00:00.000Z");

    await page.goto(`${probe.url}/admin/ui/snapshots?world=default`);
    await tabTo(page, /^Restore kept/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    expect(await focusedText(page)).toBe("Cancel");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await focusedText(page)).toMatch(/^Restore/);
    expect((await probe.call("GET", "/admin/time")).json["time"]).toContain("2026-01-01T01:00");

    await page.goto(`${probe.url}/admin/ui/requests?world=default`);
    await tabTo(page, /^POST/);
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Exchange" }).getByRole("heading", { level: 2 }).waitFor();
    expect(tab.problems).toEqual([]);
  });

  it("gives a narrow screen's reader the detail, and a way back", async () => {
    await using probe = await filledProbe();
    await using tab = await openTab(browser(), { viewport: NARROW });
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests?world=default`);
    await page.getByRole("link", { name: /^POST/ }).first().click();
    await page.getByRole("link", { name: "All requests" }).waitFor();
    expect(await page.locator("#ledger").isVisible()).toBe(false);
    await soon(() => page.evaluate("document.activeElement.id")).toBe("main");
    await page.getByRole("link", { name: "All requests" }).click();
    await page.locator("#ledger").waitFor();
  });

  it("can be read without JavaScript, and offers nothing that would not work", async () => {
    await using probe = await filledProbe();
    await using tab = await openTab(browser(), { javaScriptEnabled: false });
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests?world=default`);
    await page.getByRole("link", { name: /^POST/ }).first().click();
    await page.getByRole("heading", { level: 2 }).waitFor();
    await page.getByRole("combobox", { name: "World", exact: true }).selectOption("other");
    await page.getByRole("button", { name: "Show" }).click();
    expect(new URL(page.url()).searchParams.get("world")).toBe("other");
    for (const { path } of PANELS) {
      await page.goto(`${probe.url}/admin/ui${path}?world=default`);
      expect([path, await page.getByText("Without JavaScript").isVisible()]).toEqual([path, true]);
      expect([path, await page.locator("form[data-api]:visible, #pause:visible").count()]).toEqual([path, 0]);
    }
  });

  it("moves nothing for those who asked for less motion", async () => {
    await using probe = await filledProbe();
    await using tab = await openTab(browser(), { reducedMotion: "reduce" });
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/requests?world=default`);
    await page.getByText("Live", { exact: true }).waitFor();
    await probe.call("GET", "/notes");
    await page.locator("#ledger li.fresh").waitFor();
    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
  });
});

/** A twin with something in every panel, some of it too long for its place. */
async function filledProbe(): Promise<ServedProbe> {
  const probe = await serveProbe();
  await probe.call("POST", "/notes", { text: LONG, publish_after_ms: 3_600_000 });
  await probe.call("POST", "/notes", { text: "short" });
  await probe.call("GET", `/notes/${LONG}?q=${LONG}`);
  await probe.call("GET", "/nowhere");
  await probe.call("POST", "/hooks", { url: `http://127.0.0.1:9/${LONG}` });
  await probe.call("POST", "/notes", { text: "told", publish_after_ms: 0 });
  await probe.settle();
  await probe.call("POST", "/admin/snapshots", { name: "kept" });
  await probe.call("POST", "/admin/worlds", { name: "other" });
  await probe.call("PUT", "/admin/config", { rate_limit_profile: "small" });
  await probe.call("POST", "/admin/faults", { match: { path: "/nothing/here" }, effect: { status: 503 }, count: 3 });
  await probe.call("GET", "/notes/count");
  return probe;
}

async function everyPage(probe: ServedProbe): Promise<string[]> {
  const { notes } = (await probe.call("GET", "/notes")).json as unknown as { notes: readonly { id: string }[] };
  const details = [
    "/requests/1",
    "/requests/3",
    "/webhooks/whd_000001",
    `/state?collection=notes&id=${notes.at(-1)?.id}`,
  ];
  return [...PANELS.map(({ path }) => path), ...details].map(
    (path) => `/admin/ui${path}${path.includes("?") ? "&" : "?"}world=default`,
  );
}

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 100; presses += 1) {
    await page.keyboard.press("Tab");
    if (name.test(await focusedText(page))) return;
  }
  throw new Error(`nothing that is reached by Tab has the name ${name.source}`);
}

function focusedText(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')");
}

// These run in the page.
const focusIsVisible = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const { top, left, bottom, right } = document.activeElement.getBoundingClientRect();
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
})()`;
const unnamedControls = `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((control) => (control.labels?.length ?? 0) === 0 && control.textContent.trim() === "" && !control.ariaLabel)
  .map((control) => control.outerHTML)`;
const repeatedIds = `[...document.querySelectorAll("[id]")].map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at)`;
const headingLevels = `[...document.querySelectorAll("h1, h2, h3, h4")].map(({ nodeName }) => Number(nodeName[1]))`;
