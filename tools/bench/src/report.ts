/** One measured subject; figures by their name with unit. */
export interface Row {
  readonly what: string;
  readonly figures: Readonly<Record<string, string>>;
  /** What it should reach; empty where it is there for comparison. */
  readonly goal: string;
}

/** A table in plain text, columns aligned. */
export function table(title: string, rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const header = ["", ...names, "goal"];
  const cells = rows.map(({ what, figures, goal }) => [what, ...names.map((name) => figures[name] ?? ""), goal]);
  const widths = header.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [title, line(header), ...cells.map(line), ""].join("\n");
}
