import { expect, test } from "vitest";
import { advise } from "./advice.mjs";

const seen = { output: "", freeBytes: 1e12, fallback: "The lines above say why." };

test.each([
  ["npm error code ENOTFOUND", /registry cannot be reached/],
  [" WARN  GET https://registry.example/x error (ECONNREFUSED)", /registry cannot be reached/],
  ["Error: ENOSPC: no space left on device, write", /disk is full/],
  ["npm error code SELF_SIGNED_CERT_IN_CHAIN", /NODE_EXTRA_CA_CERTS/],
  [" ERR_PNPM_OUTDATED_LOCKFILE  Cannot install", /commit the lockfile/],
  ["EROFS: read-only file system, mkdir", /cannot be written/],
])("%s", (output, advice) => {
  expect(advise({ ...seen, output })).toMatch(advice);
});

test("a disk that filled up explains whatever was printed", () => {
  expect(advise({ ...seen, output: "ECONNRESET", freeBytes: 1024 })).toMatch(/disk is full/);
});

test("an unknown cause falls back to the step's own advice", () => {
  expect(advise({ ...seen, output: "Segmentation fault" })).toBe(seen.fallback);
});
