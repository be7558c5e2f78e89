import { execFile } from "node:child_process";
import { join } from "node:path";
import type { Places } from "./places.ts";

const RUN_MS_MAX = 120_000;
const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;

export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs of the checkout, by their launchers. */
export const PROGRAMS = {
  wt: "apps/wt/bin/wt.mjs",
  "wt-platform": "apps/platform/bin/wt-platform.mjs",
} as const;

/** Runs one of the checkout's own programs under this Node and waits for its end. */
export function runProgram(
  places: Places,
  program: keyof typeof PROGRAMS,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Finished> {
  const command = [join(places.root, PROGRAMS[program]), ...args];
  const options = { cwd: places.root, env, timeout: RUN_MS_MAX, maxBuffer: OUTPUT_BYTES_MAX };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, options, (_, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? 1, stdout, stderr });
    });
  });
}
