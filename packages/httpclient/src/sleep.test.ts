import { expect, test } from "vitest";
import { sleepUnlessAborted } from "./sleep.ts";

test("an abort ends the wait", async () => {
  const abort = new AbortController();
  const slept = sleepUnlessAborted(3_600_000, abort.signal);
  abort.abort();
  await expect(slept).rejects.toThrowError(/aborted/);
});

test("without an abort it resolves", async () => {
  await sleepUnlessAborted(1, new AbortController().signal);
});
