import { codeBlocksOf } from "./code-block.ts";

/** A block that runs as a program, behind the page's `ts setup` block. */
export interface RunnableSnippet {
  readonly line: number;
  readonly program: string;
}

/** A block that is a part of a file which runs elsewhere. */
export interface QuotedSnippet {
  readonly line: number;
  /** Relative to the root of the checkout. */
  readonly file: string;
  readonly code: string;
}

export interface PageSnippets {
  readonly runnable: readonly RunnableSnippet[];
  readonly quoted: readonly QuotedSnippet[];
}

/**
 * Every program of a page: `ts setup` stands before each `ts run`; `ts from=<file>` quotes a file.
 * @throws Error naming the line of a block of code that is none of them, so that no snippet is left out
 */
export function snippetsOf(markdown: string): PageSnippets {
  const blocks = codeBlocksOf(markdown).filter(({ language }) => /^[cm]?[jt]sx?$/.test(language));
  const setup = blocks.find(({ mark }) => mark === "setup")?.code ?? "";
  const runnable: RunnableSnippet[] = [];
  const quoted: QuotedSnippet[] = [];
  for (const { line, mark, code } of blocks) {
    const file = /^from=(\S+)$/.exec(mark)?.[1];
    if (file !== undefined) quoted.push({ line, file, code });
    else if (mark === "run") runnable.push({ line, program: program(setup, code) });
    else if (mark !== "setup")
      throw new Error(`The block at line ${line} is marked ${JSON.stringify(mark)}; CI would not run it.`);
  }
  return { runnable, quoted };
}

/** Imports go first, the fleet of the page is closed last. */
function program(setup: string, code: string): string {
  const [setupImports, setupRest] = splitImports(setup);
  const [imports, rest] = splitImports(code);
  return `${setupImports}${imports}${setupRest}try {\n${rest}} finally {\n  await fleet.close();\n}\n`;
}

function splitImports(code: string): [imports: string, rest: string] {
  const isImport = (line: string): boolean => line.startsWith("import ");
  const lines = code.split("\n");
  const join = (some: readonly string[]): string => some.map((line) => `${line}\n`).join("");
  return [join(lines.filter(isImport)), join(lines.filter((line) => !isImport(line)))];
}
