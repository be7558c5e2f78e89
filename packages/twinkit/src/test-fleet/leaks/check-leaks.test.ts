import { expect, it } from "vitest";
import { checkLeaks } from "./check-leaks.ts";

const requests = [{ method: "POST", path: "/jobs" }];
const leaky = (forgets: string): URL => new URL(`../../../fixtures/leaky-twin.mjs?${forgets}`, import.meta.url);
const leaks = (forgets: string) => checkLeaks(leaky(forgets), { requests });
const inTheTwin = expect.arrayContaining([expect.stringContaining("leaky-twin.mjs")]);

it("finds nothing where nothing is left", async () => {
  expect(await leaks("nothing")).toEqual([]);
});

it("finds a timer, though it would let the process end", async () => {
  const [first, ...more] = await leaks("timer");
  expect(first).toEqual({ kind: "resource", name: "Timeout", madeAt: inTheTwin });
  // One for each request.
  expect(more.length).toBeGreaterThan(0);
});

it("finds a server", async () => {
  expect(await leaks("server")).toContainEqual(expect.objectContaining({ name: "TCPSERVERWRAP" }));
});

it("finds a listener on the process", async () => {
  expect(await leaks("listener")).toEqual([{ kind: "listener", name: "SIGUSR2", madeAt: [] }]);
});

it("finds that the process does not end by itself", async () => {
  const found = await leaks("endless");
  expect(found.at(-1)).toEqual({ kind: "process", name: "it does not end by itself", madeAt: [] });
  expect(found[0]).toMatchObject({ kind: "resource", name: "Timeout" });
});

it("says what the twin said where it could not be used", async () => {
  const check = checkLeaks(leaky("nothing"), { requests: [{ method: "POST", path: "/nowhere" }] });
  await expect(check).rejects.toThrow(/needs POST \/nowhere to work/);
});
