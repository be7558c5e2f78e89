import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { userAgent } from "./user-agent.ts";
import { PACKAGE_VERSION } from "./version.ts";

test("the version in the code is that of the package", () => {
  expect(PACKAGE_VERSION).toBe(manifest.version);
});

test("it names product, version and component", () => {
  expect(userAgent("wt")).toBe(`wondertwin/${PACKAGE_VERSION} (+wt)`);
  expect(userAgent("twin-stripe", "1.2.3-rc.1+build")).toBe("wondertwin/1.2.3-rc.1+build (+twin-stripe)");
});

test.each(["", "a b", "a)b", "a\r\nb", "a/b", "x".repeat(65)])("%j is refused in it", (text) => {
  const invalid = expect.objectContaining({ code: "invalid_option" });
  expect(() => userAgent(text)).toThrowError(invalid);
  expect(() => userAgent("wt", text)).toThrowError(invalid);
});
