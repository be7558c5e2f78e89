import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseRuntime, isAtLeast, lowestVersion } from "./runtime.mjs";

const version = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40));

test("versions compare by number, part by part", () => {
  fc.assert(
    fc.property(version, version, (have, want) => {
      const differs = have.findIndex((part, index) => part !== want[index]);
      const expected = differs === -1 || have[differs]! > want[differs]!;
      expect(isAtLeast(`v${have.join(".")}`, `>=${want.join(".")}`)).toBe(expected);
    }),
  );
});

test("a minimum without a patch version means patch 0", () => {
  expect(isAtLeast("v24.11.0", ">=24.11")).toBe(true);
  expect(isAtLeast("v24.10.9", ">=24.11")).toBe(false);
  expect(lowestVersion(">=24.11")).toBe("24.11.0");
});

const checkout = { engines: ">=24.11", modules: "/checkout/node_modules", execPath: "/usr/bin/node" };

test.each([
  ["v24.11.0", "machine"],
  ["v26.10.0", "machine"],
  ["v24.10.0", "project"],
  ["v20.20.2", "project"],
  ["v18.12.0", "project"],
  ["v18.11.0", "too-old"],
])("a machine with Node %s runs the project on the %s one", (version, expected) => {
  expect(chooseRuntime({ ...checkout, version })).toBe(expected);
});

test("a bootstrap that runs on the project's own Node does not take it for the machine's", () => {
  const execPath = "/checkout/node_modules/.pnpm/node@26.10.0/node_modules/node/bin/node";
  expect(chooseRuntime({ ...checkout, version: "v26.10.0", execPath })).toBe("project");
});
