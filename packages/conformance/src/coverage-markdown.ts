import { AXES, type Coverage } from "@twinkit-pro/contracts";

/** `COVERAGE.md` of a twin: one line per operation, one column per axis. */
export function coverageMarkdown(coverage: Coverage): string {
  const counts = AXES.map((axis) => {
    const passing = coverage.operations.filter(({ axes }) => axes[axis].verdict === "PASS").length;
    return `| ${axis} | ${passing} of ${coverage.operations.length} | ${otherVerdicts(coverage, axis)} |`;
  });
  const rows = coverage.operations.map(({ operation, method, path, axes }) => {
    const verdicts = AXES.map((axis) => axes[axis].verdict).join(" | ");
    return `| ${operation} | \`${method} ${path}\` | ${verdicts} |`;
  });
  return [
    `# Coverage of ${coverage.twin_id} ${coverage.twin_version}`,
    "",
    `Generated from test runs. Driver: ${coverage.driver}. The axes are evidence of different kinds and are never added up.`,
    "",
    "| axis | PASS | other verdicts |",
    "|---|---|---|",
    ...counts,
    "",
    `| operation | route | ${AXES.join(" | ")} |`,
    `|---|---|${AXES.map(() => "---|").join("")}`,
    ...rows,
    "",
  ].join("\n");
}

function otherVerdicts(coverage: Coverage, axis: (typeof AXES)[number]): string {
  const reasons = new Map<string, number>();
  for (const { axes } of coverage.operations) {
    const { verdict, reason } = axes[axis];
    if (verdict === "PASS") continue;
    const text = reason === undefined ? verdict : `${verdict}: ${reason}`;
    reasons.set(text, (reasons.get(text) ?? 0) + 1);
  }
  return [...reasons].map(([text, count]) => `${count} ${text}`).join("; ");
}
