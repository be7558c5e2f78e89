import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { keepWorlds } from "../data/open-twin.ts";
import type { DataTuning, TwinData } from "../data/twin-data.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { createTwin, RUNTIME, type Twin } from "../server/twin.ts";
import type { TwinOptions } from "../server/twin-options.ts";
import { type Call, callerOf, START } from "./client.ts";
import { probeTwin } from "./probe-twin.ts";

/** A probe twin whose worlds a directory keeps. */
export interface KeptProbe extends AsyncDisposable {
  readonly twin: Twin;
  readonly call: Call;
  readonly data: TwinData<TwinTypes>;
}

export async function keptProbe(
  directory: string,
  { tuning, ...options }: TwinOptions & { tuning?: DataTuning } = {},
): Promise<KeptProbe> {
  const twin = createTwin(probeTwin, { clock: { start: { mode: "frozen", atMs: START } }, ...options });
  const close = async (): Promise<void> => void (await twin.close());
  try {
    await keepWorlds(twin[RUNTIME], directory, tuning);
  } catch (error) {
    await close();
    throw error;
  }
  const { data } = twin[RUNTIME];
  if (data === null) throw new Error("the worlds are not kept");
  return { twin, call: callerOf(twin), data, [Symbol.asyncDispose]: close };
}

/** What a process that is killed now would leave. The disk must rest. */
export async function copyOfData(from: string, to: string): Promise<string> {
  await cp(join(from, "worlds"), join(to, "worlds"), { recursive: true });
  return to;
}

/** The files of the worlds, sorted. */
export async function worldFiles(directory: string): Promise<string[]> {
  return (await readdir(join(directory, "worlds"))).toSorted();
}
