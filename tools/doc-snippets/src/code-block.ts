/** A fenced block of code in a Markdown page. */
export interface CodeBlock {
  /** Of the fence, counting from 1. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language. */
  readonly mark: string;
  readonly code: string;
}

const FENCE = /^```(\S*)[ \t]*(.*)\n([^]*?)^```$/gm;

/** The blocks of a page, in order. */
export function codeBlocksOf(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(FENCE)].map(({ index, 1: language = "", 2: mark = "", 3: code = "" }) => ({
    line: markdown.slice(0, index).split("\n").length,
    language,
    mark: mark.trim(),
    code,
  }));
}
