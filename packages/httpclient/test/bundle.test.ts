import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const DIST = new URL("../dist/", import.meta.url);
const STATIC_IMPORT = /(?:from|import)\s*"\.\/([^"]+\.js)"/g;
const EAGER_BYTES_MAX = 64 * 1024;

/** The built files that importing the package loads. */
function eagerFiles(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, next = ""] of readFileSync(new URL(file, DIST), "utf8").matchAll(STATIC_IMPORT))
    eagerFiles(next, found);
  return found;
}

test.skipIf(!existsSync(new URL("index.js", DIST)))("importing the built package loads little, and no undici", () => {
  const source = [...eagerFiles("index.js")].map((file) => readFileSync(new URL(file, DIST), "utf8")).join("\n");
  expect(source).toContain("createHttpClient");
  expect(source).toMatch(/import\("\.\/transport-[^"]+\.js"\)/);
  expect(source).not.toContain("undici/lib");
  expect(source.length).toBeLessThan(EAGER_BYTES_MAX);
});
