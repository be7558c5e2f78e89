import { TwinManifest } from "@twinkit-pro/contracts";
import { join } from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { exists, readJson, readPackages } from "./workspace.ts";

/** Where the platform listens. */
const PLATFORM_PORT = 4100;

const FILES = [
  "COVERAGE.md",
  "README.md",
  "coverage.json",
  "divergences.json",
  "src/auth.ts",
  "src/errors.ts",
  "src/index.ts",
  "test/determinism.test.ts",
  "twin.manifest.json",
];

const twins = readPackages().filter(({ group }) => group === "twins");

test.each(twins.map((twin) => [twin.directory]))("%s has the files that every twin has", (directory) => {
  expect(FILES.filter((file) => !exists(directory, file))).toEqual([]);
});

test.each(twins.map((twin) => [twin.directory, twin] as const))(
  "the manifest of %s is that of its folder",
  (_, twin) => {
    const manifest = manifestOf(twin.directory);
    expect(manifest).toMatchObject({ twin_id: `twin-${twin.folder}`, vendor: twin.folder, version: twin.version });
  },
);

test("no two twins share a port, and none takes the platform's", () => {
  const ports = [PLATFORM_PORT, ...twins.map((twin) => manifestOf(twin.directory).port)];
  expect(new Set(ports).size, String(ports)).toBe(ports.length);
});

function manifestOf(directory: string): TwinManifest {
  return v.parse(TwinManifest, readJson(join(directory, "twin.manifest.json")));
}
