import { describe, expect, it } from "vitest";
import { parseOptions } from "./options.ts";

describe("parseOptions", () => {
  it("stays and demonstrates unless told otherwise", () => {
    expect(parseOptions([])).toEqual({ exit: false, demonstrate: true, portOffset: 0 });
    expect(parseOptions(["--exit", "--no-demo", "--port-offset", "100"])).toEqual({
      exit: true,
      demonstrate: false,
      portOffset: 100,
    });
  });

  it.each([["--what"], ["--port-offset", "-1"], ["--port-offset", "x"], ["--port-offset", "99999"], ["word"]])(
    "refuses %j with the usage",
    (...args) => {
      expect(() => parseOptions(args)).toThrow("npm start -- [--exit]");
    },
  );
});
