import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

it("the README's code runs as it stands", async () => {
  const readme = await readFile(`${PACKAGE}README.md`, "utf8");
  const code = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block).join("\n");
  const flags = ["--conditions=wondertwin-source", "--input-type=module-typescript"];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, "--eval", code], { cwd: PACKAGE });
  expect(stderr).toBe("");
  expect(stdout).toBe("acct_1\n");
});
