import { expect, it } from "vitest";
import { reachableUrl } from "./reachable-url.ts";

it.each([
  ["http://0.0.0.0:4111", "http://127.0.0.1:4111"],
  ["http://[::]:4111", "http://[::1]:4111"],
  ["http://127.0.0.1:4111", "http://127.0.0.1:4111"],
  ["http://192.0.2.1:4111", "http://192.0.2.1:4111"],
])("%s is reached at %s", (url, reachable) => {
  expect(reachableUrl(url)).toBe(reachable);
});
