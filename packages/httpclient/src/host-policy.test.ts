import { describe, expect, test } from "vitest";
import { createHostPolicy, type HostPolicyOptions } from "./host-policy.ts";
import { HttpClientError } from "./http-client-error.ts";
import { LOOPBACK_HOSTS } from "./loopback.ts";

function verdict(options: HostPolicyOptions, url: string): string {
  try {
    createHostPolicy(options).check(new URL(url));
    return "allowed";
  } catch (error) {
    return error instanceof HttpClientError ? error.code : String(error);
  }
}

describe("allowedHosts", () => {
  test.each([
    ["example.com", "https://example.com/", "allowed"],
    ["example.com", "https://EXAMPLE.com.:8443/", "allowed"],
    ["Example.COM.", "http://example.com/", "allowed"],
    ["example.com", "https://api.example.com/", "host_not_allowed"],
    ["example.com", "https://example.com.evil.test/", "host_not_allowed"],
    ["example.com", "https://evilexample.com/", "host_not_allowed"],
    ["*.example.com", "https://a.b.example.com/", "allowed"],
    ["*.example.com", "https://example.com/", "host_not_allowed"],
    ["*.example.com", "https://evilexample.com/", "host_not_allowed"],
    ["example.com:443", "https://example.com/", "allowed"],
    ["example.com:443", "http://example.com/", "host_not_allowed"],
    ["example.com:80", "http://example.com/", "allowed"],
    ["127.0.0.1:4100", "http://127.0.0.1:4100/", "allowed"],
    ["127.0.0.1:4100", "http://127.0.0.1:4101/", "host_not_allowed"],
    ["127.0.0.1", "http://2130706433/", "allowed"],
    ["[::1]", "http://[0:0::1]:4100/", "allowed"],
    ["[::1]:4100", "http://[::1]:4101/", "host_not_allowed"],
    ["bücher.example", "https://xn--bcher-kva.example/", "allowed"],
  ])("%s and %s: %s", (entry, url, expected) => {
    expect(verdict({ allowedHosts: [entry] }, url)).toBe(expected);
  });

  test("an empty list allows no host, an absent one any", () => {
    expect(verdict({ allowedHosts: [] }, "https://example.com/")).toBe("host_not_allowed");
    expect(verdict({}, "https://example.com/")).toBe("allowed");
  });

  test.each([
    "",
    "*",
    "https://example.com",
    "example.com/path",
    "user@example.com",
    "a b",
    "::1",
    "a:b",
    "*.",
    "[::1",
  ])("%j is no host", (entry) => {
    expect(() => createHostPolicy({ allowedHosts: [entry] })).toThrowError(
      expect.objectContaining({ code: "invalid_option" }),
    );
  });
});

test("both restrictions hold together", () => {
  const options = { allowedHosts: [...LOOPBACK_HOSTS, "192.0.2.1"], loopbackOnly: true };
  expect(verdict(options, "http://[::1]:80/")).toBe("allowed");
  expect(verdict(options, "http://192.0.2.1/")).toBe("not_loopback");
  expect(verdict(options, "http://127.0.0.2/")).toBe("host_not_allowed");
});

describe("loopbackOnly with exceptions", () => {
  const judge = (entry: string, url: string, address: string): string =>
    createHostPolicy({ loopbackOnly: { except: [entry] } }).refusalOf(new URL(url), address)?.code ?? "allowed";

  test.each([
    ["hooks.example", "http://hooks.example/", "192.0.2.1", "allowed"],
    ["hooks.example", "http://hooks.example./", "10.0.0.1", "allowed"],
    ["hooks.example", "http://other.example/", "192.0.2.1", "not_loopback"],
    ["hooks.example", "http://other.example/", "127.0.0.1", "allowed"],
    ["hooks.example", "http://hooks.example.evil.test/", "192.0.2.1", "not_loopback"],
    ["hooks.example", "http://hooks.example/", "169.254.169.254", "address_forbidden"],
    ["*.example", "http://a.b.example/", "192.0.2.1", "allowed"],
    ["hooks.example:8080", "http://hooks.example/", "192.0.2.1", "not_loopback"],
    ["hooks.example:8080", "http://hooks.example:8080/", "192.0.2.1", "allowed"],
    ["hooks.example:443", "https://hooks.example/", "192.0.2.1", "allowed"],
    ["192.0.2.1", "http://192.0.2.1/", "192.0.2.1", "allowed"],
    ["192.0.2.1", "http://192.0.2.2/", "192.0.2.2", "not_loopback"],
  ])("%s and %s at %s: %s", (entry, url, address, expected) => {
    expect(judge(entry, url, address)).toBe(expected);
  });

  test("names the entry that is no host", () => {
    expect(() => createHostPolicy({ loopbackOnly: { except: ["https://hooks.example"] } })).toThrow(
      /loopbackOnly\.except: "https:\/\/hooks\.example" is not a host/,
    );
  });
});
