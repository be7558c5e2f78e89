/** Waits so long, or until one of the signals is aborted. Leaves neither timer nor listener behind. */
export function pause(ms: number, signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some(({ aborted }) => aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    // Not AbortSignal.any: these signals live as long as the world and the twin.
    for (const signal of signals) signal.addEventListener("abort", done);
  });
}
