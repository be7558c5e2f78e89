import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");

const dockerfile = read("docker/platform.Dockerfile");
const { packageManager } = JSON.parse(read("package.json")) as { packageManager: string };
const node = /^ {2}node: (\S+)$/m.exec(read("pnpm-workspace.yaml"))?.[1];

it("images run the checkout's Node", () => {
  const images = [...dockerfile.matchAll(/^FROM node:(\d+\.\d+\.\d+)-/gm)].map(([, version]) => version);
  expect(images.length).toBeGreaterThan(0);
  expect(new Set(images)).toEqual(new Set([node]));
});

it("images are built with the checkout's pnpm", () => {
  const used = dockerfile.match(/pnpm@[\d.]+/g) ?? [];
  expect(new Set(used)).toEqual(new Set([packageManager]));
});

it("the launcher that the image starts is the package's", () => {
  const launcher = /"\/app\/(bin\/[\w.-]+)"/.exec(dockerfile)?.[1];
  const { bin } = JSON.parse(read("apps/platform/package.json")) as { bin: Record<string, string> };
  expect(Object.values(bin)).toContain(launcher);
});
