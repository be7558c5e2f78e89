import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { keepWorlds } from "../data/open-twin.ts";
import type { DataTuning, TwinData } from "../data/twin-data.ts";
import { ensureDirectory } from "@twinkit-pro/persist";
import type { TempDirectory } from "@twinkit-pro/persist/testing";
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

/** What a process that is killed now would leave in `from`. The disk must rest. */
export async function copyOfData(directory: TempDirectory, from: string, to: string): Promise<string> {
  await ensureDirectory(directory.join(to, "worlds"));
  for (const file of await worldFiles(from)) {
    await directory.write(join(to, "worlds", file), await readFile(join(from, "worlds", file)));
  }
  return directory.join(to);
}

/** The files of the worlds, sorted. */
export async function worldFiles(directory: string): Promise<string[]> {
  return (await readdir(join(directory, "worlds"))).filter((name) => !name.endsWith(".tmp")).toSorted();
}
