/** One measured subject. */
export interface Row {
  readonly what: string;
  /** Figures by their name with unit. */
  readonly figures: Readonly<Record<string, number>>;
  /** What it should reach; none where it is there for comparison. */
  readonly goals: readonly Goal[];
}

/** A bound of one figure. */
export interface Goal {
  readonly figure: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A table in plain text, columns aligned, with what was to be reached and whether it was. */
export function table(title: string, rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const header = ["", ...names, "goal"];
  const cells = rows.map((row) => [row.what, ...names.map((name) => shown(row.figures[name])), goalsOf(row)]);
  const widths = header.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const last = header.length - 1;
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 || at === last ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  return [title, line(header), ...cells.map(line), ""].join("\n");
}

/** Whether a row reached all its goals. */
export function isMet(row: Row): boolean {
  return row.goals.every((goal) => isReached(row, goal));
}

function isReached({ figures }: Row, { figure, atMost = Infinity, atLeast = -Infinity }: Goal): boolean {
  const value = figures[figure];
  return value !== undefined && value <= atMost && value >= atLeast;
}

function goalsOf(row: Row): string {
  return row.goals
    .map((goal) => {
      const bound = goal.atMost === undefined ? `${goal.atLeast} or more` : `${goal.atMost} or less`;
      return `${goal.figure} ${bound}: ${isReached(row, goal) ? "met" : "MISSED"}`;
    })
    .join(", ");
}

/** Three digits are more than a noisy machine can tell. */
function shown(value: number | undefined): string {
  if (value === undefined) return "";
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
