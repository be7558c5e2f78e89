/** What a person sees of the start: one line a step, then a table. */
export interface Console {
  /** A line with a subject in the left column, and the time since the line before where that is worth a word. */
  readonly step: (subject: string, text: string) => void;
  readonly line: (text: string) => void;
  readonly problem: (text: string) => void;
}

const SUBJECT_WIDTH = 11;
/** Faster steps need no time beside them. */
const WORTH_TELLING_MS = 100;

export function createConsole(out: NodeJS.WritableStream, err: NodeJS.WritableStream): Console {
  let lastMs = performance.now();
  return {
    step(subject, text) {
      const nowMs = performance.now();
      const tookMs = nowMs - lastMs;
      lastMs = nowMs;
      const time = tookMs < WORTH_TELLING_MS ? "" : `  (${seconds(tookMs)})`;
      out.write(`${subject.padEnd(SUBJECT_WIDTH)}${text}${time}\n`);
    },
    line: (text) => void out.write(`${text}\n`),
    problem: (text) => void err.write(`${text}\n`),
  };
}

/** Milliseconds as `1.2 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
