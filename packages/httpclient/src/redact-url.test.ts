import fc from "fast-check";
import { expect, test } from "vitest";
import { redactUrl } from "./redact-url.ts";

test("what helps to find the request is shown", () => {
  expect(redactUrl(new URL("https://api.example.com:8443/v1/items?page=2&q=a b"))).toBe(
    "https://api.example.com:8443/v1/items?page=***&q=***",
  );
  expect(redactUrl(new URL("https://api.example.com"))).toBe("https://api.example.com/");
});

test("no password, query value or fragment is ever shown", () => {
  const secret = fc.stringMatching(/^[a-z]{8,40}$/).map((text) => `hush${text}`);
  fc.assert(
    fc.property(secret, secret, secret, fc.stringMatching(/^[A-Za-z%&=_]{0,20}$/), (password, value, hash, name) => {
      const url = new URL(`https://user:${password}@example.com/path?${name}=${value}#${hash}`);
      expect(redactUrl(url)).not.toContain("hush");
      expect(redactUrl(url)).not.toContain("user");
    }),
  );
});

test("a long URL is cut", () => {
  expect(redactUrl(new URL(`https://example.com/${"x".repeat(10_000)}`))).toHaveLength(257);
});
