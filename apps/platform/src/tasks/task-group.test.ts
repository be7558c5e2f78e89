import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { once } from "./once.ts";
import { createTaskGroup } from "./task-group.ts";

const unexpected = (name: string, error: unknown): void => {
  throw new Error(name, { cause: error });
};

it("waits for tasks to finish what they have begun", async () => {
  const tasks = createTaskGroup(unexpected);
  const done: string[] = [];
  for (const name of ["a", "b"]) {
    tasks.start(name, async (stop) => {
      await new Promise((resolve) => stop.addEventListener("abort", resolve));
      await sleep(5);
      done.push(name);
    });
  }
  expect(await tasks.stop(5_000)).toEqual([]);
  expect(done).toEqual(["a", "b"]);
});

it("names the tasks that do not end in time", async () => {
  const tasks = createTaskGroup(unexpected);
  tasks.start("good", async () => undefined);
  tasks.start("stuck", async () => new Promise(() => undefined));
  expect(await tasks.stop(10)).toEqual(["stuck"]);
});

it("reports a task that fails, and goes on", async () => {
  const failures: unknown[] = [];
  const tasks = createTaskGroup((name, error) => failures.push([name, error]));
  const error = new Error("broken");
  tasks.start("bad", async () => {
    throw error;
  });
  expect(await tasks.stop(5_000)).toEqual([]);
  expect(failures).toEqual([["bad", error]]);
});

it("starts nothing once it stops", async () => {
  const tasks = createTaskGroup(unexpected);
  await tasks.stop(0);
  expect(() => tasks.start("late", async () => undefined)).toThrow("late");
});

it("does once what is done once", async () => {
  let calls = 0;
  const run = once(async () => (calls += 1));
  expect(await Promise.all([run(), run(), run()])).toEqual([1, 1, 1]);
});
