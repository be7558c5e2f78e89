import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { OUTPUT_FILE_BYTES_MAX, openOutputFile } from "./output-file.ts";

const directory = mkdtempSync(join(tmpdir(), "persist-output-"));
const path = join(directory, "logs", "child.log");
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function childSays(text: string): Promise<void> {
  await using output = await openOutputFile(path);
  const script = `process.stdout.write(${JSON.stringify(text)})`;
  await once(spawn(process.execPath, ["-e", script], { stdio: ["ignore", output.fd, "inherit"] }), "exit");
}

it("takes the output of one process after the other, for the owner alone, and begins anew when it is large", async () => {
  await childSays("one ");
  await childSays("two");
  expect(readFileSync(path, "utf8")).toBe("one two");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  truncateSync(path, OUTPUT_FILE_BYTES_MAX + 1);
  await childSays("three");
  expect(readFileSync(path, "utf8")).toBe("three");
});
