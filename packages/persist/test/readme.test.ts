import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { createTempDirectory } from "../src/testing.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

it("the README's code runs as it stands, in another directory", async () => {
  await using directory = await createTempDirectory();
  const readme = await readFile(`${PACKAGE}README.md`, "utf8");
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block);
  const code = blocks.join("\n").replaceAll("/var/lib/wt", directory.path);
  const flags = ["--conditions=wondertwin-source", "--input-type=module-typescript"];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, "--eval", code], { cwd: PACKAGE });
  expect(stdout).toBe("{}\n { pid: 4242, port: 4111 }\n");
  expect(stderr).toMatch(/^Cannot write \/nowhere\/file: it does not exist \(ENOENT\)\./);
  expect(await directory.list()).toEqual(["config.json", "fleet.store"]);
});
