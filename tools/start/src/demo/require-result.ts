import { StartFailure } from "../start-failure.ts";

/** @throws StartFailure where an answer of the demonstration is not the one it is about */
export function requireResult(what: string, actual: string | null | undefined, expected: string): void {
  if (actual === expected) return;
  throw new StartFailure(`The demonstration failed: ${what} is ${JSON.stringify(actual ?? null)}, not "${expected}".`);
}
