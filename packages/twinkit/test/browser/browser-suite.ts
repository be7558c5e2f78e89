import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { describeInBrowser, launchBrowser } from "./browser.ts";

/** A suite with one browser for all of its tests; each test opens tabs of its own. */
export function browserSuite(name: string, suite: (browser: () => Browser) => void): void {
  describeInBrowser(name, () => {
    let browser: Browser | null = null;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser?.close());
    suite(() => {
      if (browser === null) throw new Error("the browser has not started");
      return browser;
    });
  });
}
