import { defineConfig } from "vitest/config";
import { SummaryReporter } from "./tools/bootstrap/src/summary-reporter.ts";

/** One configuration for every package: `vitest run --config ../../vitest.config.ts --root .` */
export default defineConfig({
  resolve: { conditions: ["wondertwin-source"] },
  ssr: { resolve: { conditions: ["wondertwin-source"] } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    reporters: ["default", new SummaryReporter()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    passWithNoTests: true,
  },
});
