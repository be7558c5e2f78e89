import { resolve } from "node:path";

const tails = new Map<string, Promise<void>>();

/** Runs `task` after every earlier task for the same path in this process has ended, whatever their outcome. */
export function inTurn<T>(path: string, task: () => Promise<T>): Promise<T> {
  const key = resolve(path);
  const result = (tails.get(key) ?? Promise.resolve()).then(task);
  const tail: Promise<void> = result.then(
    () => forget(key, tail),
    () => forget(key, tail),
  );
  tails.set(key, tail);
  return result;
}

function forget(key: string, tail: Promise<void>): void {
  if (tails.get(key) === tail) tails.delete(key);
}
