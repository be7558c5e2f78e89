/** A function of which only the first call does the work; every call gets its outcome. */
export function once<T>(run: () => Promise<T>): () => Promise<T> {
  let outcome: Promise<T> | undefined;
  return async () => (outcome ??= run());
}
