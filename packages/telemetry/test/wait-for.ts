import { vi } from "vitest";

/** Waits until the expectation holds: for what happens over real connections. */
export async function waitFor(expectation: () => void): Promise<void> {
  await vi.waitFor(expectation, { interval: 2, timeout: 10_000 });
}
