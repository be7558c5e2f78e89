import { expect, it } from "vitest";
import { snippetsOf } from "./snippets.ts";

const fence = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\`\n`;

it("puts the setup before each program, imports first, and quotes by file", () => {
  const page = [
    fence("ts setup", 'import a from "a";\nconst fleet = a();'),
    fence("ts run", 'import b from "b";\nb(fleet);'),
    fence("sh", "npm test"),
    fence("ts from=examples/x.ts", "quoted();"),
  ].join("");
  const { runnable, quoted } = snippetsOf(page);
  expect(runnable).toHaveLength(1);
  expect(runnable[0]?.program).toMatch(
    /^import a from "a";\nimport b from "b";\nconst fleet = a\(\);\n+try \{\nb\(fleet\);/,
  );
  expect(quoted).toEqual([{ line: 12, file: "examples/x.ts", code: "quoted();\n" }]);
});

it("refuses a block of code that nobody would run", () => {
  expect(() => snippetsOf(fence("ts", "never();"))).toThrow(/line 1 is marked ""/);
});
