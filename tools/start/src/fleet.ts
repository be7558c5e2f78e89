import * as v from "valibot";
import type { Places } from "./places.ts";
import { runProgram } from "./run-program.ts";
import { StartError } from "./start-error.ts";

const Up = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ twins: v.array(v.object({ twin: v.string(), url: v.string(), license: v.nullable(v.string()) })) }),
);

export interface Fleet {
  readonly twins: readonly { readonly twin: string; readonly url: string }[];
  readonly stop: () => Promise<void>;
}

/** Starts the twins through `wt up`, licensed and with telemetry to the platform of this start. */
export async function startFleet(places: Places, twins: readonly string[]): Promise<Fleet> {
  const env = {
    ...process.env,
    WONDERTWIN_HOME: places.home,
    WONDERTWIN_LICENSE_FILE: "",
    WT_PLATFORM_URL: places.platformUrl,
  };
  // Twins of an earlier start would keep its licence and its platform.
  await runProgram(places, "wt", ["down", ...twins], env);
  const args = ["up", ...twins, "--port-offset", String(places.portOffset), "--json"];
  const { exitCode, stdout, stderr } = await runProgram(places, "wt", args, env);
  const stop = async (): Promise<void> => void (await runProgram(places, "wt", ["down", ...twins], env));
  if (exitCode !== 0) {
    await stop();
    throw new StartError(`The fleet did not start: ${(stderr || stdout).trim()}`);
  }
  return { twins: v.parse(Up, stdout).twins, stop };
}
