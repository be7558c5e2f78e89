import fc from "fast-check";
import { expect, test } from "vitest";
import { isLoopbackAddress } from "./loopback.ts";

test("an IPv4 address is loopback exactly if it begins with 127, also when mapped into IPv6", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const expected = address.startsWith("127.");
      expect(isLoopbackAddress(address)).toBe(expected);
      expect(isLoopbackAddress(`::ffff:${address}`)).toBe(expected);
    }),
    { examples: [["127.0.0.0"], ["127.255.255.255"], ["126.255.255.255"], ["128.0.0.0"], ["0.0.0.0"]] },
  );
});

test.each([
  ["::1", true],
  ["0:0:0:0:0:0:0:1", true],
  ["::", false],
  ["::2", false],
  ["::127.0.0.1", false],
  ["fe80::1", false],
  ["localhost", false],
  ["[::1]", false],
  ["", false],
])("%j: %s", (address, expected) => {
  expect(isLoopbackAddress(address)).toBe(expected);
});
