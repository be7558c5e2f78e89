import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Coverage, TwinManifest } from "@twinkit-pro/contracts";
import { atomicWriteFile, readTextBounded, readTextIfExists } from "@twinkit-pro/persist";
import * as v from "valibot";
import { coverageOf, type CoverageSubject } from "./coverage.ts";
import { coverageMarkdown } from "./coverage-markdown.ts";
import { gatherEvidence, type OperationRoute } from "./evidence.ts";
import { readEvidence } from "./evidence-files.ts";

const FILE_BYTES_MAX = 16 * 1024 * 1024;
const PUBLIC_FILE_MODE = 0o644;

/** The generated files of a twin by name, made from the evidence of its last test run. */
export async function generateCoverage(folder: string): Promise<ReadonlyMap<string, string>> {
  const manifest = v.parse(
    TwinManifest,
    JSON.parse(await readTextBounded(join(folder, "twin.manifest.json"), { maxBytes: FILE_BYTES_MAX })),
  );
  const { primary } = manifest.sdk;
  const subject: CoverageSubject = {
    twinId: manifest.twin_id,
    twinVersion: manifest.version,
    sdk: primary === null ? null : `${primary.package} ${primary.version}`,
    routes: await routesOf(folder),
  };
  const isDriver = (headers: Readonly<Record<string, string>>): boolean =>
    primary?.user_agent !== undefined && (headers["user-agent"] ?? "").includes(primary.user_agent);
  const coverage: Coverage = coverageOf(subject, gatherEvidence(await readEvidence(), isDriver));
  return new Map([
    ["coverage.json", `${JSON.stringify(coverage, null, 2)}\n`],
    ["COVERAGE.md", coverageMarkdown(coverage)],
  ]);
}

export async function writeCoverage(folder: string): Promise<void> {
  for (const [name, text] of await generateCoverage(folder)) {
    await atomicWriteFile(join(folder, name), text, { mode: PUBLIC_FILE_MODE });
  }
}

/** Names of generated files that differ from what the last test run shows. */
export async function staleCoverage(folder: string): Promise<string[]> {
  const stale: string[] = [];
  for (const [name, text] of await generateCoverage(folder)) {
    if ((await readTextIfExists(join(folder, name), { maxBytes: FILE_BYTES_MAX })) !== text) stale.push(name);
  }
  return stale;
}

const TwinModule = v.looseObject({
  twin: v.looseObject({
    resources: v.array(
      v.looseObject({
        operations: v.record(v.string(), v.looseObject({ method: v.string(), pattern: v.string() })),
      }),
    ),
  }),
});

async function routesOf(folder: string): Promise<OperationRoute[]> {
  const built = resolve(folder, "dist/index.js");
  const { twin } = v.parse(TwinModule, await import(pathToFileURL(built).href));
  return twin.resources
    .flatMap(({ operations }) => Object.entries(operations))
    .map(([operation, { method, pattern }]) => ({ operation, method, path: pattern }))
    .toSorted((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
