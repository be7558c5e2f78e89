import { defineConfig } from "@playwright/test";
import { findBrowser } from "./test/find-browser.ts";

const executablePath = findBrowser();

export default defineConfig({
  testDir: "test",
  fullyParallel: true,
  workers: 2,
  // The second one counts this example's tests for the checkout's `npm test`; a project of yours needs none.
  reporter: [["list"], ["../../tools/bootstrap/src/reporters/playwright.mjs"]],
  use: {
    browserName: "chromium",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // A test machine may have no network beyond itself.
      args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
    },
  },
});
