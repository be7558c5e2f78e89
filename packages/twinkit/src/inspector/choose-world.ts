import { unknownWorld } from "../admin/selected-worlds.ts";
import { DEFAULT_WORLD } from "../world/worlds.ts";
import type { AnyRuntime, AnyWorld } from "./view.ts";

/**
 * The world a page shows: the named one, else the default one where anything has happened in it, else the youngest in
 * which something has. Looking makes no world.
 * @throws AdminError `unknown_world`
 */
export function chooseWorld(runtime: AnyRuntime, named: string | null | undefined): AnyWorld {
  const { worlds } = runtime;
  if (named !== null && named !== undefined && named !== "") {
    const world = worlds.get(named);
    if (world === undefined) throw unknownWorld(named, "world");
    return world;
  }
  const all = worlds.all();
  const standard = worlds.get(DEFAULT_WORLD) ?? all[0];
  if (standard === undefined) throw unknownWorld(DEFAULT_WORLD, "world");
  return isUsed(standard) ? standard : (all.findLast(isUsed) ?? standard);
}

function isUsed({ ledger }: AnyWorld): boolean {
  return ledger.size > 0;
}
