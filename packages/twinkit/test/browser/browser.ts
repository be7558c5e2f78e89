import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { describe, expect } from "vitest";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const ACTION_TIMEOUT_MS = 10_000;
const TEST_TIMEOUT_MS = 120_000;
/** Kept for people to look at; ignored by git. */
const ARTIFACTS = fileURLToPath(new URL("../../test-results/", import.meta.url));

export const WIDE = { width: 1280, height: 860 };
export const NARROW = { width: 390, height: 844 };

/** A tab, and what it complained about. */
export interface Tab extends AsyncDisposable {
  readonly page: Page;
  /** Errors of the console, uncaught exceptions and refusals of the content security policy. */
  readonly problems: string[];
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  context.setDefaultTimeout(ACTION_TIMEOUT_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/** Keeps pictures of the page, wide and narrow, light and dark: `requests-1280-dark.png`. */
export async function pictures(page: Page, name: string): Promise<void> {
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${ARTIFACTS}${name}-${size.width}-${colorScheme}.png`, caret: "initial" });
    }
  }
  await page.setViewportSize(WIDE);
}

/** Waits until something is so: a page shows a little later what has happened. */
export function soon<T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: ACTION_TIMEOUT_MS });
}

/** A suite that needs Chromium: skipped where there is none, except in CI, where it must not go missing unseen. */
export function describeInBrowser(name: string, suite: () => void): void {
  const present = existsSync(EXECUTABLE);
  if (!present && process.env["CI"] === "true") {
    throw new Error(`No browser at ${EXECUTABLE}; set CHROMIUM, or install the package chromium.`);
  }
  const reason = present ? "" : ` (skipped: no browser at ${EXECUTABLE}; set CHROMIUM)`;
  describe.skipIf(!present)(`${name}${reason}`, { timeout: TEST_TIMEOUT_MS }, () => {
    suite();
  });
}
