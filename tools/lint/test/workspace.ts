import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import * as v from "valibot";

export const root = resolve(import.meta.dirname, "..", "..", "..");

const Versions = v.optional(v.record(v.string(), v.string()), {});

const PackageJson = v.object({
  name: v.string(),
  version: v.string(),
  private: v.optional(v.boolean(), false),
  description: v.pipe(v.string(), v.nonEmpty()),
  license: v.string(),
  type: v.string(),
  engines: v.record(v.string(), v.string()),
  exports: v.optional(v.record(v.string(), v.record(v.string(), v.string()))),
  bin: v.optional(v.record(v.string(), v.string()), {}),
  files: v.optional(v.array(v.string())),
  sideEffects: v.optional(v.boolean()),
  scripts: v.record(v.string(), v.string()),
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
  peerDependencies: Versions,
});

export type WorkspacePackage = v.InferOutput<typeof PackageJson> & {
  readonly folder: string;
  readonly group: string;
  readonly directory: string;
};

export function readPackages(): WorkspacePackage[] {
  return globSync("{apps,packages,twins,tools,examples}/*/package.json", { cwd: root })
    .sort()
    .map((file) => {
      const directory = dirname(file);
      const manifest = v.parse(PackageJson, readJson(file));
      return { ...manifest, directory, group: dirname(directory), folder: basename(directory) };
    });
}

export function readRootManifest() {
  const Root = v.object({
    engines: v.object({ node: v.string() }),
    packageManager: v.string(),
    devDependencies: Versions,
  });
  return v.parse(Root, readJson("package.json"));
}

/** The `catalog:` of pnpm-workspace.yaml: a flat block of `name: version` lines. */
export function readCatalog(): Record<string, string> {
  const block = /^catalog:\n((?: {2}.+\n?)+)/m.exec(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8"))?.[1] ?? "";
  const entries = [...block.matchAll(/^ {2}"?([^":]+)"?: *"?([^"\n]+)"?$/gm)];
  return Object.fromEntries(entries.map(([, name = "", version = ""]) => [name, version]));
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}

export function exists(...path: string[]): boolean {
  return existsSync(join(root, ...path));
}
