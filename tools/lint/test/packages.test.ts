import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exists, readCatalog, readJson, readPackages, readRootManifest, root } from "./workspace.ts";
import type { WorkspacePackage } from "./workspace.ts";

const packages = readPackages();
const catalog = readCatalog();
const rootManifest = readRootManifest();
const names = new Set(packages.map(({ name }) => name));
const byDirectory = packages.map((each) => [each.directory, each] as const);

const NAMES: Record<string, (folder: string) => string> = {
  apps: (folder) => `@wondertwin/${folder}`,
  examples: (folder) => `@wondertwin/example-${folder}`,
  packages: (folder) => `@twinkit-pro/${folder}`,
  tools: (folder) => `@wondertwin/${folder}`,
  twins: (folder) => `@wondertwin/twin-${folder}`,
};

test("the workspace is found", () => {
  expect(packages.length).toBeGreaterThan(10);
  expect(Object.keys(catalog).length).toBeGreaterThan(20);
});

test.each(byDirectory)("%s is named after its folder and carries the project's basics", (_, manifest) => {
  expect(manifest.name).toBe(NAMES[manifest.group]!(manifest.folder));
  expect(manifest).toMatchObject({ license: "MIT", type: "module", engines: rootManifest.engines });
  const isPrivate = ["apps", "examples", "tools"].includes(manifest.group);
  expect(manifest.private, "apps, examples and tools are private, packages and twins are not").toBe(isPrivate);
  if (!isPrivate) expect(manifest).toMatchObject({ sideEffects: false, files: expect.arrayContaining(["dist"]) });
});

test.each(byDirectory)("%s has the scripts that turbo runs", (directory, { group, scripts, exports: entries }) => {
  expect(scripts["typecheck"]).toBe("tsc -p tsconfig.json");
  // An example stands alone, as its reader's project does, with a runner of its own.
  if (group === "examples") return;
  expect(scripts["test"]).toContain("vitest run --config ../../vitest.config.ts --root .");
  if (entries !== undefined) expect(scripts["build"]).toMatch(/^tsup\b.* && tsc -p tsconfig\.build\.json( && .+)?$/);
  expect(readJson(join(directory, "tsconfig.json"))).toMatchObject({ extends: "../../tsconfig.base.json" });
});

test.each(byDirectory)("%s exports source to its neighbours and dist to everybody else", (directory, manifest) => {
  for (const [entry, conditions] of Object.entries(manifest.exports ?? {})) {
    const source = conditions["wondertwin-source"] ?? "";
    const stem = /^\.\/src\/([a-z0-9/-]+)\.ts$/.exec(source)?.[1];
    expect(stem, `${entry}: wondertwin-source`).toBeDefined();
    const expected = { "wondertwin-source": source, types: `./dist/${stem}.d.ts`, default: `./dist/${stem}.js` };
    expect(Object.entries(conditions), "in this order: Node takes the first that fits").toEqual(
      Object.entries(expected),
    );
    expect(exists(directory, source), source).toBe(true);
  }
});

test.each(byDirectory)("%s takes every dependency from the catalog or the workspace", (_, manifest) => {
  for (const [name, version] of dependenciesOf(manifest)) {
    expect(version, name).toBe(names.has(name) ? "workspace:*" : "catalog:");
    if (!names.has(name)) expect(Object.keys(catalog)).toContain(name);
  }
});

test.each(byDirectory)("the commands of %s exist before anything is built", (directory, { bin }) => {
  for (const file of Object.values(bin)) {
    const path = join(root, directory, file);
    expect(readFileSync(path, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(path).mode & 0o111, `${file} is executable`).toBe(0o111);
  }
});

test("each version in the catalog is exact, and somebody uses it", () => {
  const used = new Set(
    [...packages.flatMap(dependenciesOf), ...Object.entries(rootManifest.devDependencies)].map(([name]) => name),
  );
  for (const [name, version] of Object.entries(catalog)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(used, "used by no package").toContain(name);
  }
});

test("the root takes its tools from the catalog, and pnpm at one version", () => {
  for (const [name, version] of Object.entries(rootManifest.devDependencies))
    expect(version, name).toBe(names.has(name) ? "workspace:*" : "catalog:");
  expect(rootManifest.packageManager).toMatch(/^pnpm@\d+\.\d+\.\d+$/);
});

function dependenciesOf(manifest: WorkspacePackage): [string, string][] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies });
}
