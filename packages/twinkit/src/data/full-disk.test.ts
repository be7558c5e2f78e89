import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import { expect, it } from "vitest";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("../testing/kept-on-small-disk.ts", import.meta.url));
/** Mounts a small file system at `$0`, seen by what it runs alone. */
const MOUNT = 'mount -t tmpfs -o size=1600k,mode=700 tmpfs "$0"\nexec "$@"';

it("a full disk stops no request; when there is room again, all that was made meanwhile is written", async (context) => {
  await using directory = await createTempDirectory();
  const privateMounts = [["--mount"], ["--user", "--map-root-user", "--mount"]];
  let allowed: string[] | undefined;
  for (const flags of privateMounts) {
    const probe = [...flags, "sh", "-ec", MOUNT, directory.path, "true"];
    const isAllowed = await run("unshare", probe).then(
      () => true,
      () => false,
    );
    if (isAllowed) allowed ??= flags;
  }
  if (allowed === undefined) return context.skip("this machine lets this user mount no file system (unshare, mount)");
  const command = [process.execPath, "--conditions=wondertwin-source", SCRIPT, directory.path];
  const { stdout } = await run("unshare", [...allowed, "sh", "-ec", MOUNT, directory.path, ...command]);
  const { full, after, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
  expect(rest).toEqual({ statuses: [201], errors: true, count: 2_000, made: 2_000 });
  expect(full).toMatchObject({ status: "failing", message: expect.stringContaining("the disk is full") });
  expect(after).toMatchObject({ status: "ok", pending: 0 });
});
