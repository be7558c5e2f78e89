import { expect, it } from "vitest";
import { codeBlocksOf } from "./code-block.ts";

it("finds every block with its line, language and mark", () => {
  const page = ["# T", "```ts run", "one();", "", "two();", "```", "text", "```", "plain", "```"].join("\n");
  expect(codeBlocksOf(page)).toEqual([
    { line: 2, language: "ts", mark: "run", code: "one();\n\ntwo();\n" },
    { line: 8, language: "", mark: "", code: "plain\n" },
  ]);
});
