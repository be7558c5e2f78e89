import { defineConfig } from "vitest/config";
// Counts this example's tests for the checkout's `npm test`; a project of yours needs none.
import { SummaryReporter } from "../../tools/bootstrap/src/summary-reporter.ts";

export default defineConfig({
  test: { include: ["test/**/*.test.ts"], reporters: ["default", new SummaryReporter()] },
});
