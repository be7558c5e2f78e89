import { resolve } from "node:path";

const tails = new Map<string, Promise<void>>();

/** Runs `task` after every earlier task for the same path in this process has ended, whatever their outcome. */
export function inTurn<T>(path: string, task: () => Promise<T>): Promise<T> {
  const key = resolve(path);
  const result = (tails.get(key) ?? Promise.resolve()).then(task);
  const forget = (): void => {
    if (tails.get(key) === tail) tails.delete(key);
  };
  const tail: Promise<void> = result.then(forget, forget);
  tails.set(key, tail);
  return result;
}
