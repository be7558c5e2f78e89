import { expect, it } from "vitest";
import { readOptions } from "./options.ts";

it("stays and demonstrates unless told otherwise", () => {
  expect(readOptions([])).toEqual({ exit: false, demo: true, portOffset: 0 });
  expect(readOptions(["--exit", "--no-demo", "--port-offset", "100"])).toEqual({
    exit: true,
    demo: false,
    portOffset: 100,
  });
  expect(readOptions(["--no-demo", "-h"])).toBe("help");
});

it.each([["--what"], ["--port-offset", "-1"], ["--port-offset", "x"], ["--port-offset", "99999"], ["word"]])(
  "says what is wrong with %j",
  (...args) => {
    expect(readOptions(args)).toMatchObject({ problem: expect.stringMatching(/\S/) });
  },
);
