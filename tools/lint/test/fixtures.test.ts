import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");
const fixtures = join(import.meta.dirname, "..", "fixtures");

/** A repository of fixtures under the real configuration and rules. */
let repository: string;

beforeAll(() => {
  repository = mkdtempSync(join(realpathSync(tmpdir()), "wt-lint-"));
  cpSync(fixtures, repository, { recursive: true });
  cpSync(join(root, ".oxlintrc.json"), join(repository, ".oxlintrc.json"));
  cpSync(join(root, "tsconfig.base.json"), join(repository, "tsconfig.base.json"));
  cpSync(join(root, "tools/lint/rules"), join(repository, "tools/lint/rules"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(repository, "node_modules"));
  const compilerOptions = { strict: true, noEmit: true, types: ["node"] };
  writeFileSync(
    join(repository, "tsconfig.json"),
    JSON.stringify({ extends: "./tsconfig.base.json", compilerOptions }),
  );
});

afterAll(() => rmSync(repository, { recursive: true, force: true }));

const Report = v.object({
  diagnostics: v.array(
    v.object({
      code: v.optional(v.string()),
      filename: v.string(),
      labels: v.array(v.object({ span: v.object({ line: v.number() }) })),
      message: v.string(),
    }),
  ),
});

/** `path:line rule`, sorted, of all that oxlint says about the given paths. */
function lint(...paths: string[]): string[] {
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const args = [oxlint, "--type-aware", "--format=json", ...paths];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: "utf8" });
  const start = stdout.indexOf("{");
  expect(start, stdout + stderr).toBeGreaterThanOrEqual(0);
  const { diagnostics } = v.parse(Report, JSON.parse(stdout.slice(start)));
  return diagnostics.map(({ code, filename, labels }) => `${filename}:${labels[0]?.span.line} ${ruleOf(code)}`).sort();
}

/** oxlint writes `house(no-enum)`; a directive that silences nothing has no code. */
function ruleOf(code: string | undefined): string {
  return code?.replace(/^([^(]+)\((.+)\)$/, "$1/$2") ?? "unused-directive";
}

/** What the fixture's own comments say: `// expect: rule, rule`, or `// expect above: rule` for the line before. */
function expectations(file: string): string[] {
  const lines = readFileSync(join(repository, file), "utf8").split("\n");
  return lines.flatMap((line, index) => {
    const [, above, rules] = /\/\/ expect( above)?: (.+)$/.exec(line) ?? [];
    const at = above === undefined ? index + 1 : index;
    return (rules?.split(", ") ?? []).map((rule) => `${file}:${at} ${rule}`);
  });
}

test("each ban fires on the lines of its fixtures, and nowhere else", () => {
  const files = globSync("{apps,packages,twins,tools}/**/*.ts", { cwd: fixtures });
  expect(files.length).toBeGreaterThan(20);
  expect(lint(...files)).toEqual(files.flatMap(expectations).sort());
});

test.each([
  ["a file of 500 lines", 500, []],
  ["a file of 501 lines", 501, ["packages/twinkit/src/long.ts:501 eslint/max-lines"]],
])("%s", (_, lines, expected) => {
  const file = "packages/twinkit/src/long.ts";
  writeFileSync(
    join(repository, file),
    Array.from({ length: lines }, (_unused, n) => `export const a${n} = 0;`).join("\n"),
  );
  expect(lint(file)).toEqual(expected);
});

test.each([
  ["packages/twinkit/src/deep.ts", 70, []],
  ["packages/twinkit/src/deep.ts", 71, ["packages/twinkit/src/deep.ts:1 eslint/max-lines-per-function"]],
  ["packages/twinkit/src/deep.test.ts", 71, []],
])("%s with a function of %i lines", (file, lines, expected) => {
  const body = Array.from({ length: lines - 2 }, () => "  log();");
  const text = ["export function deep(log: () => void): void {", ...body, "}"].join("\n");
  writeFileSync(join(repository, file), text);
  expect(lint(file)).toEqual(expected);
});
