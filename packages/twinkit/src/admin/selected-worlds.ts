import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { headerRecord } from "../wire/headers.ts";
import { VendorError } from "../wire/vendor-error.ts";
import type { World } from "../world/world.ts";
import { DEFAULT_WORLD, worldNameRefusal, Worlds } from "../world/worlds.ts";
import { AdminError } from "./admin-error.ts";

/** The world an admin call acts on: `WT-World`, else that of the vendor credential, else the default one. */
export function selectedWorld<T extends TwinTypes>(runtime: TwinRuntime<T>, request: Request): World<T> {
  const name = request.headers.get("wt-world") ?? credentialWorld(runtime, request) ?? DEFAULT_WORLD;
  if (!Worlds.isName(name)) {
    throw new AdminError("world_name_invalid", worldNameRefusal(name), "WT-World");
  }
  const world = runtime.worlds.open(name);
  if (world === null) throw new AdminError("worlds_full", "This twin hosts as many worlds as it may.");
  return world;
}

/** As `selectedWorld`; `?world=*` selects all. */
export function selectedWorlds<T extends TwinTypes>(runtime: TwinRuntime<T>, request: Request): World<T>[] {
  const wanted = new URL(request.url).searchParams.get("world");
  if (wanted === null) return [selectedWorld(runtime, request)];
  if (wanted === "*") return runtime.worlds.all();
  throw new AdminError("invalid_query", `?world takes only "*"; name one world with the header WT-World.`, "world");
}

function credentialWorld<T extends TwinTypes>(runtime: TwinRuntime<T>, request: Request): string | null {
  const { pathname, origin } = new URL(request.url);
  const headers = headerRecord(request.headers);
  const facts = {
    method: request.method,
    path: pathname,
    query: "",
    headers,
    origin,
    requestId: "",
    world: DEFAULT_WORLD,
    receivedAtMs: 0,
  };
  try {
    const { world } = runtime.definition.authenticate(facts, { strict: true });
    return typeof world === "string" ? runtime.worlds.nameOf(world) : world.name;
  } catch (error) {
    if (error instanceof VendorError) return null;
    throw error;
  }
}
