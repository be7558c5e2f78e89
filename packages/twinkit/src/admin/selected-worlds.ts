import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { headerRecord } from "../wire/headers.ts";
import { VendorError } from "../wire/vendor-error.ts";
import type { World } from "../world/world.ts";
import { DEFAULT_WORLD, worldNameRefusal, Worlds } from "../world/worlds.ts";
import { AdminError } from "./admin-error.ts";

/**
 * The world an admin call acts on: `WT-World`, else that of the vendor credential, else the default one.
 * A call that writes makes a world that is not there yet, as a request to the vendor's API does; one that reads does not.
 */
export function selectedWorld<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  request: Request,
  creates: boolean,
): World<T> {
  const named = request.headers.get("wt-world");
  const name = named ?? credentialWorld(runtime, request) ?? DEFAULT_WORLD;
  if (!Worlds.isName(name)) {
    throw new AdminError("world_name_invalid", worldNameRefusal(name), "WT-World");
  }
  // A credential cannot be mistyped into another world by accident: its world is there from the first look.
  const world = creates || named === null ? runtime.worlds.open(name) : runtime.worlds.get(name);
  if (world === null) throw new AdminError("worlds_full", runtime.worlds.fullRefusal);
  if (world === undefined) throw unknownWorld(name);
  return world;
}

/** As `selectedWorld`; `?world=*` selects all. */
export function selectedWorlds<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  request: Request,
  wanted: readonly string[] | undefined,
  creates: boolean,
): World<T>[] {
  if (wanted === undefined) return [selectedWorld(runtime, request, creates)];
  if (wanted.length === 1 && wanted[0] === "*") return runtime.worlds.all();
  throw new AdminError("invalid_query", `?world takes only "*"; name one world with the header WT-World.`, "world");
}

export function unknownWorld(name: string, path = "WT-World"): AdminError {
  return new AdminError(
    "unknown_world",
    `There is no world ${JSON.stringify(name)}; GET /admin/worlds lists them, and a first request makes one.`,
    path,
  );
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
