import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressKind } from "./address-kind.ts";

describe("no request may go", () => {
  test.each([
    "169.254.169.254",
    "169.254.0.1",
    "0.0.0.0",
    "0.1.2.3",
    "224.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "192.0.0.192",
    "100.100.100.200",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "febf::1",
    "ff02::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::169.254.169.254",
    "64:ff9b::169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "0:0:0:0:0:ffff:a9fe:a9fe",
  ])("to %s", (address) => {
    expect(addressKind(address)).toBe("forbidden");
  });

  test("to any link-local IPv4 address, whichever IPv6 form carries it", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, (third, fourth) => {
        const address = `169.254.${third}.${fourth}`;
        const low = ((third << 8) | fourth).toString(16);
        const spellings = [address, `::ffff:${address}`, `::${address}`, `64:ff9b::${address}`, `2002:a9fe:${low}::`];
        for (const spelling of spellings) expect(addressKind(spelling), spelling).toBe("forbidden");
      }),
    );
  });
});

test.each(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])("%s is this machine", (address) => {
  expect(addressKind(address)).toBe("loopback");
});

test.each([
  "10.0.0.1",
  "192.168.1.1",
  "172.16.0.1",
  "100.64.0.1",
  "192.0.2.1",
  "169.253.255.255",
  "169.255.0.0",
  "fd12:3456::1",
  "2001:db8::1",
  "64:ff9b::8.8.8.8",
  "2002:808:808::1",
  "localhost",
  "",
])("%j is a host", (address) => {
  expect(addressKind(address)).toBe("host");
});
