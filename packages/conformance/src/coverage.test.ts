import { Coverage } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { expect, it } from "vitest";
import { coverageOf } from "./coverage.ts";
import { coverageMarkdown } from "./coverage-markdown.ts";

const routes = [
  { operation: "Create", method: "POST", path: "/c" },
  { operation: "Get", method: "GET", path: "/c/:c" },
];
const evidence = { driven: new Set(["Create"]), stateful: new Set(["Create"]), negative: new Set(["Get"]) };
const subject = { twinId: "twin-probe", twinVersion: "1.0.0", sdk: "probe 1.0.0", routes };

it("gives each operation a verdict per axis and hides no gap", () => {
  const coverage = coverageOf(subject, evidence);
  expect(v.is(Coverage, coverage)).toBe(true);
  expect(coverage.operations.map(({ axes }) => [axes.sdk_driven.verdict, axes.negative.verdict])).toEqual([
    ["PASS", "FAIL"],
    ["FAIL", "PASS"],
  ]);
  expect(coverage.operations[0]?.axes.spec_valid.verdict).toBe("UNRUNNABLE");
});

it("says where an axis does not apply", () => {
  const [first] = coverageOf({ ...subject, sdk: null }, evidence).operations;
  expect(first?.axes.sdk_driven.verdict).toBe("NOT_APPLICABLE");
});

it("is readable: a line per operation and the reasons of what is not proven", () => {
  const text = coverageMarkdown(coverageOf(subject, evidence));
  expect(text).toContain("| Create | `POST /c` | PASS | UNRUNNABLE | PASS | PASS | FAIL | UNRUNNABLE |");
  expect(text).toContain("1 FAIL: no run has shown it");
});
