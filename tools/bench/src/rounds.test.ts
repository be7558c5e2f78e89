import { expect, it } from "vitest";
import { inRounds } from "./rounds.ts";

it("turns the order round after each round, and keeps each contender's figures by round", async () => {
  const called: string[] = [];
  const figures = await inRounds([{ name: "a" }, { name: "b" }, { name: "c" }], 3, async ({ name }) => {
    called.push(name);
    return called.length;
  });
  expect(called.join("")).toBe("abccbaabc");
  expect(Object.fromEntries(figures)).toEqual({ a: [1, 6, 7], b: [2, 5, 8], c: [3, 4, 9] });
});
