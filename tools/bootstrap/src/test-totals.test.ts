import { expect, test } from "vitest";
import { addUp } from "./test-totals.mjs";

const persist = { package: "persist", run: "now", passed: 40, failed: 0, skipped: [] };
const platform = {
  package: "platform",
  run: "now",
  passed: 10,
  failed: 2,
  skipped: [{ name: "src/db.test.ts > on a server", tests: 5, reason: "needs PostgreSQL" }],
};

test("all packages' tests are one line", () => {
  expect(addUp([persist, { ...persist, failed: 1 }], "now").line).toBe("80 passed, 1 failed");
});

test("a skipped suite counts its tests, and says why", () => {
  const totals = addUp([persist, platform], "now");
  expect(totals.line).toBe("50 passed, 2 failed, 5 skipped");
  expect(totals.skipped).toEqual(["platform: src/db.test.ts > on a server: needs PostgreSQL"]);
});

test("results of an earlier run are told apart", () => {
  expect(addUp([persist, { ...platform, run: "before" }], "now").cached).toBe(1);
});

test("no package at all is no test", () => {
  expect(addUp([], "now").line).toBe("0 passed, 0 failed");
});
