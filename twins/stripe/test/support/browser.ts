import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const ACTION_TIMEOUT_MS = 10_000;
/** Kept for people to look at; ignored by git. */
const ARTIFACTS = fileURLToPath(new URL("../../test-results/", import.meta.url));

/** Why tests in a browser are skipped here; null where there is one. CI must have one. */
export function browserMissing(): string | null {
  if (existsSync(EXECUTABLE)) return null;
  const reason = `no browser at ${EXECUTABLE}; set CHROMIUM, or install the package chromium`;
  if (process.env["CI"] === "true") throw new Error(reason);
  return reason;
}

/** A tab of a browser of its own, and what it complained about. */
export interface Tab extends AsyncDisposable {
  readonly page: Page;
  readonly problems: string[];
}

export async function openTab(): Promise<Tab> {
  const browser = await chromium.launch({
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
  const page = await browser.newPage();
  page.setDefaultTimeout(ACTION_TIMEOUT_MS);
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return { page, problems, [Symbol.asyncDispose]: () => browser.close() };
}

/** Keeps pictures of the page: wide and narrow, light and dark. */
export async function pictures(page: Page, name: string): Promise<void> {
  for (const size of [
    { width: 1280, height: 860 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: `${ARTIFACTS}${name}-${size.width}-${scheme}.png`, caret: "initial" });
    }
  }
  await page.setViewportSize({ width: 1280, height: 860 });
}
