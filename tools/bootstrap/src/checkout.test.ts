import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, packageFolders } from "./checkout.mjs";

test("the packages are those that pnpm-workspace.yaml names", () => {
  const workspace = readFileSync(join(ROOT, "pnpm-workspace.yaml"), "utf8");
  const globs = [...workspace.matchAll(/^ {2}- (\S+\/\*)$/gm)].map(([, glob]) => `${glob}/package.json`);
  const manifests = globSync(globs, { cwd: ROOT });
  expect(manifests.length).toBeGreaterThan(0);
  expect(packageFolders()).toEqual(manifests.map((file) => join(ROOT, dirname(file))).sort());
});
